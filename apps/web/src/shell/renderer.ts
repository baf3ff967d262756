import type { OutgoingHttpHeaders } from 'node:http';
import '@fastify/view'; // adds viewAsync to the reply's type
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RuntimeConfig, KeyRing } from '#libs/platform';
import { FormTokens } from './csrf.js';
import { assetPath } from './assets.js';
import { keptCopy } from './kept-copy.js';
import { noticeOf } from './messages/index.js';
import { navigation, navigationKey } from './navigation.js';
import { HOLES, PageFrames, filled, type Answer, type Personal } from './page-frames.js';
import type { PageView, ShellKeys } from './page.js';
import { readsLittle } from './reading-mode.js';
import { savesData } from './save-data.js';
import { sessionCookieAlone } from './session-cookie.js';

/** Renders a page inside the layout. */
@Injectable()
export class Renderer {
  readonly formTokens: FormTokens;
  private readonly frames = new PageFrames();

  constructor(
    private readonly config: RuntimeConfig,
    keys: KeyRing,
  ) {
    this.formTokens = new FormTokens(keys, config);
  }

  async page(view: PageView, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const key = this.frameKey(view.frame, request);
    const text = await reply.viewAsync(`${view.template}.hbs`, {
      ...this.model(view, request, reply),
      ...(key !== null && { displayName: HOLES.displayName, csrfToken: () => HOLES.csrfToken }),
    });
    void reply.code(view.status).type('text/html; charset=utf-8').header('vary', 'save-data');
    const html = key === null ? text : filled(text, this.personal(request));
    const same = keptCopy(html, request, reply);
    if (key !== null) this.frames.keep(key, text, reply.getHeaders() as OutgoingHttpHeaders);
    return same ? '' : html;
  }

  /** The page from its kept frame; null when it has to be rendered. */
  fromFrame(frame: string, request: FastifyRequest): Answer | null {
    const key = this.frameKey(frame, request);
    return key === null ? null : this.frames.answer(key, this.personal(request));
  }

  /** All that the page and the layout around it depend on, but for what fills the holes; null: not from a frame. */
  private frameKey(frame: string | null, request: FastifyRequest): string | null {
    if (
      frame === null ||
      !request.actor ||
      request.actor.awaitsGuardian ||
      !request.sessionToken ||
      !sessionCookieAlone(request)
    )
      return null;
    if (request.url.includes('?') || !/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return null;
    return `${request.url} ${savesData(request)} ${frame} ${navigationKey(request.actor)}`;
  }

  private personal({ actor, sessionToken }: FastifyRequest): Personal {
    return { displayName: actor!.displayName, csrfToken: this.formTokens.ofSession(sessionToken!) };
  }

  private model(view: PageView, request: FastifyRequest, reply: FastifyReply) {
    const query = (request.query ?? {}) as Record<string, unknown>;
    const saving = savesData(request);
    const readAloud = view.model.readAloud === true;
    const shell = {
      site: {
        name: 'Học Vụ Số',
        css: assetPath('app.css'),
        js: assetPath('app.js'),
        readAloud: assetPath('read-aloud.js'),
        quiz: assetPath('quiz.js'),
        listen: assetPath('listen.js'),
        icon: assetPath('icon.svg'),
        demo: this.config.demoMode,
      },
      saveData: saving,
      shownAgain: request.method === 'POST',
      readAloud: readAloud && (!saving || 'nghe' in query),
      readAloudOnRequest: readAloud && saving && !('nghe' in query),
      notice: noticeOf(query['thong-bao']),
      navigation: navigation(request.actor, request.url),
      signedIn: request.actor !== null,
      displayName: request.actor?.displayName,
      awaitsGuardian: request.actor?.awaitsGuardian,
      // Called only by templates with a form: the visitor's cookie is set no earlier than that.
      csrfToken: () => this.formTokens.issue(request, reply),
      here: request.url.split('?')[0],
      reading: { large: readsLittle(request), gist: readsLittle(request) && query.ban !== 'day-du' },
      canonical: `${this.config.baseUrl}${request.url.split('?')[0]}`,
    } satisfies Record<ShellKeys | 'readAloud', unknown>;
    return { values: {}, errors: {}, ...view.model, ...shell };
  }
}
