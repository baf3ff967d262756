import { Body, Controller, Get, Param, ParseIntPipe, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Drafts, narrationIsStale, PublishModule, putLesson, renderMarkdown, type Draft } from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { narrationView } from '../listen/narration.view.js';
import { Requires } from '../shell/access.js';
import { OnInvalid, type FormFailure } from '../shell/on-invalid.js';
import { page, seeOther, type PageView, type SeeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { changedLines } from './content-texts.js';
import { LessonForm } from './dto/studio.forms.js';
import { deskPath, ID, lessonPath, narrationPath, trail } from './paths.js';
import { errorsBelow } from './problem-places.js';

interface Typed {
  title: string;
  minutes: string | number;
  markdown: string;
  /** One sentence a line. */
  gist: string;
}

/** Lesson pages: written in Markdown, looked at before saving. */
@Controller()
export class LessonsController {
  constructor(
    private readonly drafts: Drafts,
    private readonly publication: PublishModule,
  ) {}

  @Get('/bien-soan/:moduleId/bai-moi')
  @Requires('course.write')
  async fresh(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string) {
    return this.editor(await this.drafts.get(actor, moduleId), null);
  }

  @Post('/bien-soan/:moduleId/bai-moi')
  @Requires('course.write')
  @OnInvalid<LessonsController>((self, request, failure) => self.again(request, failure))
  async add(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string, @Body() form: LessonForm) {
    return this.save(actor, moduleId, null, form);
  }

  @Get('/bien-soan/:moduleId/bai/:position')
  @Requires('course.write')
  async edit(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('position', ParseIntPipe) position: number,
  ) {
    const draft = await this.drafts.get(actor, moduleId);
    if (!draft.content.lessons[position - 1]) throw notFound('lesson.unknown');
    return this.editor(draft, position);
  }

  @Post('/bien-soan/:moduleId/bai/:position')
  @Requires('course.write')
  @OnInvalid<LessonsController>((self, request, failure) => self.again(request, failure))
  async change(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('position', ParseIntPipe) position: number,
    @Body() form: LessonForm,
  ) {
    return this.save(actor, moduleId, position, form);
  }

  /** "Xem thử" saves nothing: it shows the page with what was typed and how it will look. */
  private async save(
    actor: Actor,
    moduleId: string,
    position: number | null,
    { revision, viec, gist = '', ...text }: LessonForm,
  ): Promise<PageView | SeeOther> {
    if (viec === 'xem-thu') {
      const draft = await this.drafts.get(actor, moduleId);
      return this.editor({ ...draft, revision }, position, { ...text, gist });
    }
    const lesson = { ...text, gist: gist.split('\n') };
    await this.drafts.edit(actor, moduleId, revision, (content) => putLesson(content, position, lesson));
    return seeOther(deskPath(moduleId), { notice: 'draft-saved' });
  }

  /** After a refusal: what was typed stays in the form; when somebody else saved meanwhile, theirs stands beside it. */
  private async again(request: FastifyRequest, { status, values }: FormFailure): Promise<PageView> {
    const { moduleId, position } = request.params as { moduleId: string; position?: string };
    const draft = await this.drafts.get(request.actor!, moduleId);
    const { title = '', minutes = '', markdown = '', gist = '' } = values;
    const typed = { title, minutes, markdown, gist };
    const saved = draft.content.lessons[Number(position) - 1];
    const view = this.editor(draft, saved ? Number(position) : null, typed);
    if (status !== 409 || !saved) return view;
    const lines = changedLines(saved.markdown, typed.markdown);
    return page(view.template, { ...view.model, conflict: { saved, lines } });
  }

  private editor(draft: Draft, position: number | null, typed?: Typed): PageView {
    const { moduleId, content, code } = draft;
    const saved = position === null ? undefined : content.lessons[position - 1];
    const stored = saved && { ...saved, gist: saved.gist?.join('\n') ?? '' };
    const values = typed ?? stored ?? { title: '', minutes: 2, markdown: '', gist: '' };
    const problems = typed || draft.revision === 0 ? [] : this.publication.problems(content);
    const label = position === null ? 'Trang mới' : `Trang ${position}`;
    return page('studio/lesson', {
      title: `${label}: ${content.title || code}`,
      breadcrumbs: trail({ href: deskPath(moduleId), label: content.title || code }, { label }),
      wide: true,
      label,
      action: lessonPath(moduleId, position),
      revision: draft.revision,
      values,
      errors: saved ? errorsBelow(problems, `lessons.${position! - 1}`) : {},
      preview: renderMarkdown(values.markdown),
      unsaved: typed !== undefined,
      removeHref: saved && `${lessonPath(moduleId, position)}/bo`,
      narration: saved?.narration && narrationView(saved.narration),
      narrationHref: saved && narrationPath(moduleId, position!),
      stale: saved && narrationIsStale(saved),
    });
  }
}
