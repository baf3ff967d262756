import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordingKey, type AudioFormat } from '#libs/catalogue';
import { notFound, Storage } from '#libs/platform';
import { Public } from '../shell/access.js';
import { rangeOf } from './byte-range.js';

const FILE = /^([0-9a-f]{64})\.(mp3|m4a|aac)$/;
const TYPES: Record<AudioFormat, string> = { mp3: 'audio/mpeg', m4a: 'audio/mp4', aac: 'audio/aac' };

/**
 * Recordings, from the storage and in pieces as a player asks for them; no statement. Whoever knows a file's hash has been
 * shown it: readers by a lesson, authors and reviewers by a draft.
 */
@Controller()
export class SoundController {
  constructor(private readonly storage: Storage) {}

  /** Answers HEAD too. */
  @Get('/am-thanh/:file')
  @Public()
  async sound(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [, sha256, format] = FILE.exec(file) ?? [];
    if (!sha256) throw notFound('page.not-found');
    const key = recordingKey(sha256, format as AudioFormat);
    const size = await this.storage.size(key);
    if (size === null) throw notFound('page.not-found');
    const etag = `"${sha256}"`;
    void reply.headers({
      etag,
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': TYPES[format as AudioFormat],
    });
    if (isKept(request, etag)) return void reply.code(304).send();
    const range = request.method === 'GET' && mayBePart(request, etag) ? rangeOf(request.headers.range, size) : null;
    if (range === 'unsatisfiable')
      return void reply
        .code(416)
        .headers({ 'content-range': `bytes */${size}`, 'content-length': 0 })
        .send();
    const { first, last } = range ?? { first: 0, last: size - 1 };
    if (range) void reply.code(206).header('content-range', `bytes ${first}-${last}/${size}`);
    void reply.header('content-length', last - first + 1);
    // for HEAD a stream of nothing: with no body at all the length would be told as 0
    const nothing = request.method === 'HEAD' ? Readable.from([]) : null;
    void reply.send(nothing ?? (await this.storage.openRange(key, first, last)));
  }
}

/** RFC 9110, 13.1.2: the copy the browser has is this very file. */
function isKept({ headers }: FastifyRequest, etag: string): boolean {
  const named = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return named.includes(etag) || named.includes('*');
}

/** RFC 9110, 13.1.5: a piece fits only to pieces of the same file; a day tells nothing here. */
function mayBePart({ headers }: FastifyRequest, etag: string): boolean {
  const known = headers['if-range'];
  return known === undefined || known === etag;
}
