import type { FastifyInstance } from 'fastify';
import { invalid } from '#libs/platform';

/** The deepest body of ours, a module's content with a question in it, has eight levels. */
const DEPTH = 32;
/** The longest, a module with two hundred questions, has some ten thousand values. */
const VALUES = 50_000;

/** Reading a body into its class costs time and stack for every level: what nests without end gets no further than this. */
export function refuseShapelessBodies(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', async (request) => {
    if (/\bjson\b/i.test(request.headers['content-type'] ?? '') && isShapeless(request.body))
      throw invalid('request.malformed');
  });
}

function isShapeless(body: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: body, depth: 1 }];
  let seen = 0;
  while (open.length > 0) {
    const { value, depth } = open.pop()!;
    if (typeof value !== 'object' || value === null) continue;
    const inside = Object.values(value);
    seen += inside.length;
    if (depth > DEPTH || seen > VALUES) return true;
    for (const next of inside) open.push({ value: next, depth: depth + 1 });
  }
  return false;
}
