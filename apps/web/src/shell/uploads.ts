import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { can } from '#libs/identity';
import { forbidden } from '#libs/platform';
import { signInFirst } from './request.js';

const MAX_UPLOAD = 20 * 1024 * 1024;
/** The other fields of a form with a file: a unit, a day, a line or two. */
const MAX_FIELD = 64 * 1024;

/** Files are read whole into memory, in forms and as bodies of their own. */
export async function registerUploads(app: NestFastifyApplication, fastify: FastifyInstance): Promise<void> {
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: MAX_UPLOAD, files: 1, fields: 50, fieldSize: MAX_FIELD },
    async onFile(part: { fieldname: string; filename: string; value?: unknown; toBuffer(): Promise<Buffer> }) {
      part.value = { fileName: part.filename, data: await part.toBuffer() };
    },
  } as never);
  // A roster or a recording sent as it is stands where a form's file would.
  fastify.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: MAX_UPLOAD }, (_request, data, done) =>
    done(null, { csv: { data } }),
  );
  for (const type of ['audio/mpeg', 'audio/mp4', 'audio/aac'])
    fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: MAX_UPLOAD }, (_request, data, done) =>
      done(null, { file: { data } }),
    );
}

const TAKE_FILES = ['roster.import', 'unit.edit', 'course.write'] as const;

/** After the sessions: nobody's twenty megabytes are read but those of people whose desk takes files. */
export function closeUploadsToStrangers(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request) => {
    if (!bringsFile(request)) return;
    if (!request.actor) throw signInFirst(request);
    const { actor } = request;
    if (!TAKE_FILES.some((permission) => can(actor, permission))) throw forbidden('access.denied');
  });
}

const bringsFile = ({ headers }: FastifyRequest): boolean =>
  /^\s*(multipart\/|text\/csv|audio\/)/i.test(headers['content-type'] ?? '');
