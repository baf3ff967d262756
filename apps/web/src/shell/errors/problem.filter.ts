import { Catch, Injectable, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, RuntimeConfig, describeError, describeErrorPlace } from '#libs/platform';
import { safeReturnPath } from '#libs/identity';
import { holdForm } from '../held-form.js';
import { messageOf } from '../messages/index.js';
import { PageView } from '../page.js';
import { Renderer } from '../renderer.js';
import { isProgram } from '../request.js';
import { statusOf } from './status.js';
import { translate } from './translate.js';

/** The one place where an error becomes a status and a page or a problem+json document (RFC 9457), in Vietnamese. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Web');

  constructor(
    private readonly renderer: Renderer,
    private readonly config: RuntimeConfig,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    await this.answer(error, request, reply);
  }

  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const known = translate(error);
    const where = `${request.correlationId} ${request.method} ${request.routeOptions?.url ?? ''}`;
    if (!known) this.logger.error(`${where}: ${describeErrorPlace(error)}`);
    else if (known.kind === 'unavailable' && known !== error) this.logger.warn(`${where}: ${describeError(error)}`);
    if (reply.sent) return;
    const problem = known ?? new DomainError('unavailable', 'internal');
    const status = known ? statusOf(problem.kind) : 500;
    const retry = problem.data.retryAfterSeconds;
    if (typeof retry === 'number') void reply.header('retry-after', retry);
    if (isProgram(request)) return this.sendProblem(reply, request, status, problem);
    if (problem.kind === 'unauthenticated') {
      const held = holdForm(request, reply, this.config.baseUrl.startsWith('https:'));
      const location = signInPath(request, held || request.method === 'GET', problem.code);
      void reply.code(303).header('location', location).header('cache-control', 'no-store').send('');
      return;
    }
    const back = mayGoWell(status, problem) ? this.formOf(request, reply) : null;
    const html = await this.renderer.page(errorPage(status, problem, request, back), request, reply);
    void reply.send(html);
  }

  /** Where the form is that could not be taken, so that it can be sent again; an answer to a question waits there. */
  private formOf(request: FastifyRequest, reply: FastifyReply): string | null {
    if (request.method !== 'POST') return null;
    if (holdForm(request, reply, this.config.baseUrl.startsWith('https:'))) return request.url;
    return request.headers.referer ? senderPath(request) : null;
  }

  private sendProblem(reply: FastifyReply, request: FastifyRequest, status: number, problem: DomainError): void {
    const errors = Object.entries(problem.fields).map(([field, code]) => ({
      field,
      code,
      detail: messageOf(code, problem.data),
    }));
    void reply
      .code(status)
      .type('application/problem+json; charset=utf-8')
      .send(
        JSON.stringify({
          type: `/loi/${problem.code}`,
          title: messageOf(`status.${status}`),
          status,
          code: problem.code,
          detail: messageOf(problem.code, problem.data),
          correlationId: request.correlationId,
          ...(errors.length > 0 ? { errors } : {}),
        }),
      );
  }
}

/** A form sent again can do what this one did not. */
const mayGoWell = (status: number, { code }: DomainError): boolean =>
  [409, 429, 500, 503].includes(status) || code === 'form.token-stale';

/** Refused for how it was sent, not for who sent it. */
const NOT_SENT = ['cookies.refused', 'form.token-stale', 'form.cross-site'];

function errorPage(status: number, problem: DomainError, request: FastifyRequest, back: string | null): PageView {
  const about = NOT_SENT.includes(problem.code) ? 'not-sent' : status;
  return new PageView(
    'shell/errors/error',
    {
      title: messageOf(`status.${about}`),
      sentence: messageOf(problem.code, problem.data),
      hint: messageOf(`hint.${about}`),
      back,
      status,
      cookiesRefused: problem.code === 'cookies.refused',
      correlationId: request.correlationId,
      fieldErrors: Object.values(problem.fields).map((code) => messageOf(code, problem.data)),
    },
    status,
  );
}

/** Back to the page itself, or after a form to the page that showed it. */
function signInPath(request: FastifyRequest, here: boolean, code: string): string {
  const back = here ? request.url : senderPath(request);
  return `/dang-nhap?tiep=${encodeURIComponent(back)}${code === 'session.over' ? '&thong-bao=session-over' : ''}`;
}

function senderPath({ headers: { referer, host } }: FastifyRequest): string {
  if (!referer || !URL.canParse(referer)) return '/';
  const from = new URL(referer);
  return from.host === host ? safeReturnPath(from.pathname + from.search) : '/';
}
