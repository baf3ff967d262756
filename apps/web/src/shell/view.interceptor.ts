import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, type Observable } from 'rxjs';
import { DomainError } from '#libs/platform';
import { statusOf } from './errors/status.js';
import { messageOf } from './messages/index.js';
import { ON_INVALID, type FormFailure, type Rerender } from './on-invalid.js';
import { Download, PageView, SeeOther } from './page.js';
import { Renderer } from './renderer.js';
import { isProgram } from './request.js';

/** Turns what a controller returns into bytes, and a refused form into the same form with its errors. */
@Injectable()
export class ViewInterceptor implements NestInterceptor {
  constructor(
    private readonly renderer: Renderer,
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      catchError((error) => from(this.showAgain(context, request, error))),
      mergeMap((result) => this.present(result, request, reply)),
    );
  }

  private async showAgain(context: ExecutionContext, request: FastifyRequest, error: unknown): Promise<PageView> {
    const rerender = this.reflector.get<Rerender<unknown> | undefined>(ON_INVALID, context.getHandler());
    const refused =
      error instanceof DomainError && ['invalid', 'conflict', 'throttled', 'too-large', 'gone'].includes(error.kind);
    if (!rerender || !refused || isProgram(request)) throw error;
    const self = this.modules.get(context.getClass(), { strict: false });
    const failure = failureOf(error, request.body);
    const view = await rerender(self, request, failure);
    return new PageView(view.template, { ...view.model, ...failure, firstWrong: firstOf(failure) }, failure.status);
  }

  private async present(result: unknown, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    if (result instanceof PageView) return this.renderer.page(result, request, reply);
    if (result instanceof SeeOther) {
      // Going back, a browser would follow a kept one instead of asking, in a circle when two lead to each other.
      void reply.code(303).header('location', result.location).header('cache-control', 'no-store');
      return '';
    }
    if (result instanceof Download) {
      const { fileName, type, bytes, inline } = result.options;
      const ascii = fileName
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/[đĐ]/g, 'd')
        .replace(/[^\w.-]+/g, '-');
      void reply
        .header('content-type', type)
        .header(
          'content-disposition',
          `${inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        )
        .header('cache-control', 'private, no-store');
      if (bytes !== undefined) void reply.header('content-length', bytes);
      return result.stream;
    }
    return result;
  }
}

/** The field that has the focus when the page is shown again, for browsers without scripts too. */
const firstOf = ({ errors }: FormFailure): string | undefined => Object.keys(errors)[0];

export function failureOf(error: DomainError, body: unknown): FormFailure {
  const errors = Object.fromEntries(
    Object.entries(error.fields).map(([field, code]) => [field, messageOf(code, error.data)]),
  );
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries((body as Record<string, unknown>) ?? {})) {
    if (/password|passcode/i.test(key)) continue;
    if (typeof value === 'string' || typeof value === 'number') values[key] = String(value);
  }
  const message = messageOf(Object.keys(errors).length > 0 ? 'form.check-fields' : error.code, error.data);
  return { status: statusOf(error.kind), values, errors, message };
}
