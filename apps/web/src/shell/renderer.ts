import '@fastify/view'; // adds viewAsync to the reply's type
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RuntimeConfig, KeyRing } from '#libs/platform';
import { FormTokens } from './csrf.js';
import { assetPath } from './assets.js';
import { keptCopy } from './kept-copy.js';
import { noticeOf } from './messages/index.js';
import { navigation } from './navigation.js';
import type { PageView } from './page.js';

/** Renders a page inside the layout. */
@Injectable()
export class Renderer {
  readonly formTokens: FormTokens;

  constructor(
    private readonly config: RuntimeConfig,
    keys: KeyRing,
  ) {
    this.formTokens = new FormTokens(keys, config);
  }

  async page(view: PageView, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const html = await reply.viewAsync(`${view.template}.hbs`, this.model(view, request, reply));
    void reply.code(view.status).type('text/html; charset=utf-8');
    return keptCopy(html, request, reply) ? '' : html;
  }

  private model(view: PageView, request: FastifyRequest, reply: FastifyReply) {
    const query = (request.query ?? {}) as Record<string, unknown>;
    return {
      values: {},
      errors: {},
      ...view.model,
      site: {
        name: 'Học Vụ Số',
        css: assetPath('app.css'),
        js: assetPath('app.js'),
        icon: assetPath('icon.svg'),
        demo: this.config.demoMode,
      },
      notice: noticeOf(query['thong-bao']),
      navigation: navigation(request.actor, request.url),
      signedIn: request.actor !== null,
      displayName: request.actor?.displayName,
      // Called only by templates with a form: the visitor's cookie is set no earlier than that.
      csrfToken: () => this.formTokens.issue(request, reply),
      canonical: `${this.config.baseUrl}${request.url.split('?')[0]}`,
    };
  }
}
