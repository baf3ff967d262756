import type { FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'hvs_session';
export const VISITOR_COOKIE = 'hvs_visitor';
const SESSION = new RegExp(`^${SESSION_COOKIE}=([\\w-]{20,100})$`);
const VISITOR = new RegExp(`^${VISITOR_COOKIE}=[\\w-]*$`);

/** The session's token of a request that brings nothing else its page could depend on: no other cookie, no bearer token. */
export function sessionCookieAlone({ headers }: FastifyRequest): string | null {
  if (headers.authorization || !headers.cookie) return null;
  let token: string | null = null;
  for (const pair of headers.cookie.split('; ')) {
    const found = SESSION.exec(pair);
    if (found && token === null) token = found[1]!;
    else if (!VISITOR.test(pair)) return null;
  }
  return token;
}
