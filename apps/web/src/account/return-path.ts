import type { FastifyRequest } from 'fastify';
import { safeReturnPath } from '#libs/identity';

/** Where someone goes after the door: what the address or form says, else the page of this site they came from. */
export function returnPath(request: FastifyRequest, next?: unknown): string {
  if (next !== undefined) return safeReturnPath(next);
  const { referer, host } = request.headers;
  if (!referer || !URL.canParse(referer)) return '/';
  const from = new URL(referer);
  return from.host === host ? safeReturnPath(from.pathname + from.search) : '/';
}

/** A door's own address with the way back in it. */
export function withReturn(path: string, next: string): string {
  return next === '/' ? path : `${path}${path.includes('?') ? '&' : '?'}tiep=${encodeURIComponent(next)}`;
}
