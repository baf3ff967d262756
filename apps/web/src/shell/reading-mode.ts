import type { FastifyReply, FastifyRequest } from 'fastify';

/** Kept apart from the session: it belongs to the phone, and a page kept for others is never shown to who has it. */
export const READING_COOKIE = 'hvs_doc';
const LARGE = 'chu-to';
const YEAR = 365 * 24 * 3600;

/** "Chữ to, ít chữ": larger type, and a page's gist in its place where somebody wrote one. */
export const readsLittle = (request: FastifyRequest): boolean => request.cookies[READING_COOKIE] === LARGE;

export function setReadingMode(reply: FastifyReply, little: boolean, secure: boolean): void {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  if (little) void reply.setCookie(READING_COOKIE, LARGE, { ...options, maxAge: YEAR });
  else void reply.clearCookie(READING_COOKIE, options);
}
