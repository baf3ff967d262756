import { Body, Controller, Get, Param, ParseIntPipe, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  Drafts,
  narrationIsStale,
  Recordings,
  withNarration,
  type Draft,
  type LessonContent,
  type Narration,
} from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { invalid, notFound } from '#libs/platform';
import { narrationView } from '../listen/narration.view.js';
import { Requires } from '../shell/access.js';
import { OnInvalid, type FormFailure } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { NarrationForm } from './dto/narration.form.js';
import { RevisionForm } from './dto/studio.forms.js';
import { deskPath, ID, lessonPath, narrationPath, trail, withdrawalPath } from './paths.js';

/** The recording of a page: given, heard, replaced, taken off the page. */
@Controller()
export class NarrationController {
  constructor(
    private readonly drafts: Drafts,
    private readonly recordings: Recordings,
  ) {}

  @Get('/bien-soan/:moduleId/bai/:position/ghi-am')
  @Requires('course.write')
  async form(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('position', ParseIntPipe) position: number,
  ): Promise<PageView> {
    const draft = await this.drafts.get(actor, moduleId);
    const lesson = lessonAt(draft, position);
    const { narration } = lesson;
    const published = draft.published?.content.lessons[position - 1]?.narration;
    return page('studio/narration', {
      ...this.place(draft, position, 'Bản ghi âm'),
      lesson,
      revision: draft.revision,
      action: narrationPath(moduleId, position),
      narration: narration && narrationView(narration),
      values: { transcript: narration?.transcript ?? '' },
      stale: narrationIsStale(lesson),
      removeHref: narration && `${narrationPath(moduleId, position)}/bo`,
      withdrawHref: narration && withdrawalPath(moduleId, narration.sha256),
      // What learners hear today, when it is another.
      before: published && published.sha256 !== narration?.sha256 && narrationView(published),
      beforeWithdrawHref: published && withdrawalPath(moduleId, published.sha256),
    });
  }

  private place({ moduleId, content, code }: Draft, position: number, label: string) {
    const title = content.title || code;
    return {
      title: `${label}: trang ${position}, ${title}`,
      breadcrumbs: trail(
        { href: deskPath(moduleId), label: title },
        { href: lessonPath(moduleId, position), label: `Trang ${position}` },
        { label },
      ),
    };
  }

  @Post('/bien-soan/:moduleId/bai/:position/ghi-am')
  @Requires('course.write')
  @OnInvalid<NarrationController>((self, request, failure) => self.again(request, failure))
  async save(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('position', ParseIntPipe) position: number,
    @Body() { revision, file, transcript = '', speakerAgrees, stillFits }: NarrationForm,
  ) {
    const given = Buffer.isBuffer(file?.data) && file.data.length > 0 ? file.data : null;
    const added = given && (await this.recordings.add(actor, given, speakerAgrees === 'yes'));
    await this.drafts.edit(actor, moduleId, revision, (content) => {
      const was = lessonAt({ content }, position).narration;
      const sound = added ? { ...added, textHash: '' } : was;
      if (!sound) throw invalid('narration.file-missing', { file: 'narration.file-missing' });
      const textHash = stillFits ? '' : sound.textHash;
      return withNarration(content, position, { ...sound, textHash, transcript } satisfies Narration);
    });
    return seeOther(narrationPath(moduleId, position), { notice: 'draft-saved' });
  }

  private async again(request: FastifyRequest, { values }: FormFailure): Promise<PageView> {
    const { moduleId, position } = request.params as { moduleId: string; position: string };
    const view = await this.form(request.actor!, moduleId, Number(position));
    return page(view.template, { ...view.model, values: { ...(view.model.values as object), ...values } });
  }

  @Get('/bien-soan/:moduleId/bai/:position/ghi-am/bo')
  @Requires('course.write')
  async askRemove(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('position', ParseIntPipe) position: number,
  ) {
    const draft = await this.drafts.get(actor, moduleId);
    const { title } = lessonAt(draft, position);
    return page('studio/confirm', {
      ...this.place(draft, position, 'Bỏ bản ghi âm'),
      question: `Bỏ bản ghi âm của trang “${title}”?`,
      consequence: 'Trang này trong bản nháp sẽ được điện thoại đọc. Bản người học đang nghe chưa đổi gì.',
      action: `${narrationPath(moduleId, position)}/bo`,
      button: 'Bỏ bản ghi âm',
      backHref: narrationPath(moduleId, position),
      backLabel: 'Giữ lại',
      revision: draft.revision,
    });
  }

  @Post('/bien-soan/:moduleId/bai/:position/ghi-am/bo')
  @Requires('course.write')
  @OnInvalid<NarrationController>((self, request, failure) => self.again(request, failure))
  async remove(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('position', ParseIntPipe) position: number,
    @Body() { revision }: RevisionForm,
  ) {
    await this.drafts.edit(actor, moduleId, revision, (content) => {
      lessonAt({ content }, position);
      return withNarration(content, position, null);
    });
    return seeOther(narrationPath(moduleId, position), { notice: 'draft-saved' });
  }
}

function lessonAt({ content }: Pick<Draft, 'content'>, position: number): LessonContent {
  const lesson = content.lessons[position - 1];
  if (!lesson) throw notFound('lesson.unknown');
  return lesson;
}
