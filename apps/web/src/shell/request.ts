import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#libs/identity';
import { DomainError, type RequestOrigin } from '#libs/platform';
import { SESSION_COOKIE } from './session-cookie.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; null for a visitor. Set before any guard runs. */
    actor: Actor | null;
    /** The session cookie as sent, when it named a living session. */
    sessionToken: string | null;
    /** A code of the message catalogue to show once. */
    correlationId: string;
  }
}

/**
 * Where a request comes from. Behind a trusted proxy (TRUSTED_PROXIES) the address is the one it forwards, and the port
 * the one it names in X-Real-Port; without that it is not known, since the connection's own port is the proxy's.
 */
export function originOf(request: FastifyRequest): RequestOrigin {
  const { remoteAddress, remotePort } = request.socket;
  if (request.ip === remoteAddress) return { ip: request.ip, port: remotePort };
  const named = String(request.headers['x-real-port'] ?? '');
  return { ip: request.ip, ...(/^\d{1,5}$/.test(named) ? { port: Number(named) } : {}) };
}

/** For whoever is not signed in; who comes with a session that has ended is told so. */
export const signInFirst = ({ cookies }: FastifyRequest): DomainError =>
  new DomainError('unauthenticated', cookies[SESSION_COOKIE] ? 'session.over' : 'sign-in.required');

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();

/** The signed-in person; the guard has made sure there is one. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { actor } = requestOf(context);
  if (!actor) throw signInFirst(requestOf(context));
  return actor;
});

export const MaybeActor = createParamDecorator((_: unknown, context: ExecutionContext) => requestOf(context).actor);

export const Origin = createParamDecorator((_: unknown, context: ExecutionContext) => originOf(requestOf(context)));

/** True when a program asks: the answer is JSON or problem+json, never a page. */
export function isProgram(request: FastifyRequest): boolean {
  if (request.url.startsWith('/api/')) return true;
  const accept = request.headers.accept ?? '';
  return accept.includes('json') && !accept.includes('text/html');
}
