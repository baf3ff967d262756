import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Drafts, PublishModule, type Draft, type ModuleContent } from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { Requires } from '../shell/access.js';
import { OnInvalid, type FormFailure } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { changedLines, factText } from './content-texts.js';
import { OutlineForm } from './dto/outline.form.js';
import { deskPath, ID, outlinePath, trail } from './paths.js';
import { errorsBelow } from './problem-places.js';

const PARTS = ['keyPoints', 'show', 'questions'] as const;

/** What a speaker says, shows and asks, one line each. */
@Controller()
export class OutlineController {
  constructor(
    private readonly drafts: Drafts,
    private readonly publication: PublishModule,
  ) {}

  @Get('/bien-soan/:moduleId/de-cuong')
  @Requires('course.write')
  async form(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string) {
    const draft = await this.drafts.get(actor, moduleId);
    const { outline } = draft.content;
    const values = Object.fromEntries(PARTS.map((part) => [part, outline?.[part].join('\n') ?? '']));
    return this.formPage(draft, values, { errors: this.errorsOf(draft) });
  }

  /** A line that is too long is said beside its list. */
  private errorsOf({ content }: Draft): Record<string, string> {
    const errors = errorsBelow(this.publication.problems(content), 'outline');
    return Object.fromEntries(Object.entries(errors).map(([path, sentence]) => [path.split('.')[0], sentence]));
  }

  @Post('/bien-soan/:moduleId/de-cuong')
  @Requires('course.write')
  @OnInvalid<OutlineController>((self, request, failure) => self.again(request, failure))
  async save(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string, @Body() form: OutlineForm) {
    await this.drafts.edit(actor, moduleId, form.revision, (content) => withOutline(content, { ...form }));
    return seeOther(deskPath(moduleId), { notice: 'draft-saved' });
  }

  private async again(request: FastifyRequest, { status, values }: FormFailure): Promise<PageView> {
    const draft = await this.drafts.get(request.actor!, (request.params as { moduleId: string }).moduleId);
    const typed = withOutline(draft.content, values);
    const lines = changedLines(factText(draft.content, 'outline'), factText(typed, 'outline'));
    return this.formPage(draft, values, status === 409 ? { conflict: { lines } } : {});
  }

  private formPage(
    { moduleId, content, code, revision }: Draft,
    values: Record<string, unknown>,
    more: { errors?: Record<string, string>; conflict?: unknown },
  ): PageView {
    const label = content.title || code;
    return page('studio/outline', {
      title: `Đề cương: ${label}`,
      breadcrumbs: trail({ href: deskPath(moduleId), label }, { label: 'Đề cương' }),
      action: outlinePath(moduleId),
      revision,
      values,
      ...more,
    });
  }
}

/** `typed` may be unchecked. */
function withOutline(content: ModuleContent, typed: Record<string, unknown>): ModuleContent {
  const [keyPoints, show, questions] = PARTS.map((part) => String(typed[part] ?? '').split('\n'));
  return { ...content, outline: { keyPoints, show, questions } };
}
