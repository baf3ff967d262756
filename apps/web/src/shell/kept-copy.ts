import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Pages of learning and of the public: a browser may keep its copy and ask whether it still holds. */
const KEPT = /^\/($|hoc\/|chuyen-de\/|chien-dich|xac-minh|dang-|quen-|api\/docs)/;
/** Steps that end: a browser that goes back asks again, and is led to what holds now. */
const STEPS = /^\/(hoc\/[^/]+\/[^/]+\/kiem-tra|dang-nhap|dang-ky)/;

/**
 * Says how long a page may be kept, and whether the browser's copy is this very page: then 304 and no body, which saves
 * a phone on a weak line the page. Desks, personal pages and the steps of a quiz are never kept. Signing out clears what was (see
 * session.hook.ts), because a phone is often shared.
 */
export function keptCopy(html: string, request: FastifyRequest, reply: FastifyReply): boolean {
  if (reply.hasHeader('cache-control')) return false;
  if ((request.actor && !KEPT.test(request.url)) || (request.method === 'GET' && STEPS.test(request.url))) {
    void reply.header('cache-control', 'private, no-store');
    return false;
  }
  void reply.header('cache-control', request.actor ? 'private, no-cache' : 'no-cache');
  if (request.method !== 'GET' || reply.statusCode !== 200) return false;
  const etag = etagOf(html);
  void reply.header('etag', etag);
  if (!namesCopy(request, etag)) return false;
  void reply.code(304);
  return true;
}

/** Weak: compressed or not, it is the same page. */
export const etagOf = (page: string | Buffer): string => `W/"${hash('sha256', page, 'base64url').slice(0, 22)}"`;

/** True when the browser says it has this copy. */
export function namesCopy({ headers }: FastifyRequest, etag: string): boolean {
  return (headers['if-none-match'] ?? '').split(/\s*,\s*/).includes(etag);
}
