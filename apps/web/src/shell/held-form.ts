import type { FastifyReply, FastifyRequest } from 'fastify';

/** Forms whose fields wait in the browser while their sender signs in again: the answer to a question of a quiz. */
const HELD = /^\/hoc\/[a-z0-9-]+\/[a-z0-9-]+\/kiem-tra\/cau\/\d{1,3}$/;
const COOKIE = 'hvs_cho';
const MINUTES = 30;
const MAX_BYTES = 1_500;

/** True when the same address will show the form again with what was sent. The browser sends the cookie there only. */
export function holdForm(request: FastifyRequest, reply: FastifyReply, secure: boolean): boolean {
  if (request.method !== 'POST' || !HELD.test(request.url)) return false;
  const value = Buffer.from(JSON.stringify(request.body ?? {})).toString('base64url');
  if (value.length > MAX_BYTES) return false;
  void reply.setCookie(COOKIE, value, {
    path: request.url,
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: MINUTES * 60,
  });
  return true;
}

/** What was held for this page, once. It comes from the browser, so it is no more to be trusted than a form. */
export function takeHeldForm(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> | null {
  const value = request.cookies[COOKIE];
  if (!value) return null;
  void reply.clearCookie(COOKIE, { path: request.url.split('?')[0] });
  try {
    const fields: unknown = JSON.parse(Buffer.from(value, 'base64url').toString());
    return fields && typeof fields === 'object' ? (fields as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
