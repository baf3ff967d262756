import type { FastifyInstance } from 'fastify';
import type { OpenLesson, OpenedLesson } from '#libs/learning';
import type { Clock } from '#libs/platform';
import { namesCopy } from '../shell/kept-copy.js';
import type { Renderer } from '../shell/renderer.js';
import { originOf } from '../shell/request.js';
import { sessionCookieAlone } from '../shell/session-cookie.js';
import { lessonFrame } from './lesson.view.js';
import { numberIn } from './paths.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The page asked for, when it was opened together with reading the session. */
    openedLesson: OpenedLesson | null;
  }
}

const LESSON = /^\/hoc\/([a-z0-9-]{1,100})\/([a-z0-9-]{1,100})\/trang\/(\d{1,3})$/;

/**
 * A learner's lesson page is read with the session in one statement and, when someone in the same state was shown it before,
 * answered from the kept frame. Whatever is unusual goes the ordinary way: the controller, the guard, the error pages.
 */
export function registerLessonsBySession(
  fastify: FastifyInstance,
  { lessons, renderer, clock }: { lessons: OpenLesson; renderer: Renderer; clock: Clock },
): void {
  fastify.decorateRequest('openedLesson', null);
  fastify.addHook('onRequest', (request, reply, next) => {
    const address = request.method === 'GET' ? LESSON.exec(request.url) : null;
    const token = address && sessionCookieAlone(request);
    if (!token) return next();
    const [, course, module, page] = address as unknown as string[];
    lessons.openBySession(token, originOf(request), course!, module!, numberIn(page!)).then(
      (found) => {
        if (!found) return next();
        request.actor = found.actor;
        request.sessionToken = token;
        request.openedLesson = found.opened;
        const answer = renderer.fromFrame(lessonFrame(found.opened, clock.today()), request);
        if (!answer) return next();
        reply.hijack();
        const { headers, etag, body } = answer;
        if (namesCopy(request, etag)) reply.raw.writeHead(304, headers).end();
        else reply.raw.writeHead(200, [...headers, 'content-length', body.length]).end(body);
      },
      // an unknown page, a database that is away: the ordinary way meets the same and says so
      () => next(),
    );
  });
}
