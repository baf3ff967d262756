import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, Sessions } from '#libs/identity';
import { DomainError, type RuntimeConfig } from '#libs/platform';
import { authenticate } from './auth/authenticate.js';
import { originOf } from './request.js';
import { SESSION_COOKIE } from './session-cookie.js';

/** Before any hook that fills them. */
export function declareWho(fastify: FastifyInstance): void {
  fastify.decorateRequest('actor', null);
  fastify.decorateRequest('sessionToken', null);
  fastify.decorateRequest('correlationId', '');
}

/** Reads the session (or a program's bearer token) once per request, before routing decides anything. */
export function registerSessions(fastify: FastifyInstance, sessions: Sessions): void {
  fastify.addHook('onRequest', async (request) => {
    request.correlationId = randomUUID().slice(0, 8);
    if (request.actor || isStatic(request.url)) return;
    if (request.headers.authorization) {
      request.actor = await authenticate<Actor>('bearer', request);
      if (!request.actor) throw new DomainError('unauthenticated', 'token.unknown');
      return;
    }
    const cookie = request.cookies[SESSION_COOKIE];
    if (!cookie) return;
    request.actor = await sessions.resolve(cookie, originOf(request));
    if (request.actor) request.sessionToken = cookie;
  });
}

export function setSessionCookie(
  reply: FastifyReply,
  request: FastifyRequest,
  token: string,
  config: RuntimeConfig,
  options: { lasting: boolean } = { lasting: true },
): void {
  request.sessionToken = token;
  void reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.baseUrl.startsWith('https:'),
    // without an age the browser forgets it when it closes
    ...(options.lasting && { maxAge: 30 * 24 * 3600 }),
  });
}

export function clearSessionCookie(reply: FastifyReply, request: FastifyRequest): void {
  request.sessionToken = null;
  void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  // Whoever takes the phone next does not find the pages of the one before by going back.
  void reply.header('clear-site-data', '"cache"');
}

function isStatic(url: string): boolean {
  return url.startsWith('/tinh/') || url.startsWith('/am-thanh/') || url === '/healthz';
}
