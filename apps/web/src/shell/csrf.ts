import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, safeEqual, type KeyRing, type RuntimeConfig } from '#libs/platform';
import { SESSION_COOKIE, VISITOR_COOKIE } from './session-cookie.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Form tokens: a keyed digest of the session (or of a visitor's random cookie, set only by pages that carry a form).
 * A token of another session, or a request that the browser itself calls cross-site, is refused.
 */
export class FormTokens {
  constructor(
    private readonly keys: KeyRing,
    private readonly config: RuntimeConfig,
  ) {}

  issue(request: FastifyRequest, reply: FastifyReply): string {
    return this.keys.mac(this.holder(request) ?? this.newVisitor(request, reply), 'form-token');
  }

  ofSession(token: string): string {
    return this.keys.mac(`session:${token}`, 'form-token');
  }

  register(fastify: FastifyInstance): void {
    fastify.addHook('preHandler', async (request) => {
      if (SAFE.has(request.method) || request.headers.authorization) return;
      // A program without a token or a session has no power to borrow; the guard tells it to bring a token.
      if (request.url.startsWith('/api/') && !request.sessionToken) return;
      const body = request.body as Record<string, unknown> | undefined;
      const sent = body?._csrf ?? (request.query as Record<string, unknown>)._csrf ?? request.headers['x-csrf-token'];
      if (body && typeof body === 'object') delete body._csrf;
      if (crossSite(request)) throw new DomainError('forbidden', 'form.cross-site');
      const holder = this.holder(request);
      if (holder && typeof sent === 'string' && safeEqual(sent, this.keys.mac(holder, 'form-token'))) return;
      throw this.refusal(request, sent);
    });
  }

  /** A form of a session that has ended is its sender's own: that one signs in and goes on. */
  private refusal({ cookies, headers, sessionToken }: FastifyRequest, sent: unknown): DomainError {
    const ended = sessionToken ? undefined : cookies[SESSION_COOKIE];
    if (ended && typeof sent === 'string' && safeEqual(sent, this.ofSession(ended)))
      return new DomainError('unauthenticated', 'session.over');
    return new DomainError('forbidden', headers.cookie ? 'form.token-stale' : 'cookies.refused');
  }

  private holder(request: FastifyRequest): string | null {
    if (request.sessionToken) return `session:${request.sessionToken}`;
    const visitor = request.cookies[VISITOR_COOKIE];
    return visitor && visitor.length >= 20 ? `visitor:${visitor}` : null;
  }

  private newVisitor(request: FastifyRequest, reply: FastifyReply): string {
    const visitor = randomBytes(18).toString('base64url');
    request.cookies[VISITOR_COOKIE] = visitor;
    void reply.setCookie(VISITOR_COOKIE, visitor, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.baseUrl.startsWith('https:'),
    });
    return `visitor:${visitor}`;
  }
}

function crossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  if (!origin || origin === 'null') return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.host;
}
