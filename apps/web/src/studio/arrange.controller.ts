import { Body, Controller, Get, Param, ParseIntPipe, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Drafts, moveLesson, removeLesson, type ModuleContent } from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther, type PageView, type SeeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { DeskPage } from './desk.page.js';
import { MoveForm, RevisionForm } from './dto/studio.forms.js';
import { deskPath, ID, lessonPath, questionPath, trail } from './paths.js';
import { moveQuestion, questionIn, removeQuestion } from './quiz-edits.js';

const step = ({ viec }: MoveForm) => (viec === 'len' ? -1 : 1);

/** Puts pages and questions in order, and takes them away after asking once more. */
@Controller()
export class ArrangeController {
  constructor(
    private readonly drafts: Drafts,
    private readonly desk: DeskPage,
  ) {}

  @Post('/bien-soan/:moduleId/bai/:position/chuyen')
  @Requires('course.write')
  @OnInvalid<ArrangeController>((self, request) => self.deskAgain(request))
  async moveLesson(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('position', ParseIntPipe) position: number,
    @Body() form: MoveForm,
  ) {
    return this.edit(actor, moduleId, form, (content) => moveLesson(content, position, step(form)));
  }

  @Post('/bien-soan/:moduleId/cau-hoi/:key/chuyen')
  @Requires('course.write')
  @OnInvalid<ArrangeController>((self, request) => self.deskAgain(request))
  async moveQuestion(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('key') key: string,
    @Body() form: MoveForm,
  ) {
    return this.edit(actor, moduleId, form, (content) => moveQuestion(content, key, step(form)));
  }

  private async edit(
    actor: Actor,
    moduleId: string,
    { revision }: RevisionForm,
    edit: (content: ModuleContent) => ModuleContent,
  ): Promise<SeeOther> {
    await this.drafts.edit(actor, moduleId, revision, edit);
    return seeOther(deskPath(moduleId), { notice: 'draft-saved' });
  }

  private deskAgain(request: FastifyRequest): Promise<PageView> {
    return this.desk.show(request.actor!, (request.params as { moduleId: string }).moduleId);
  }

  @Get('/bien-soan/:moduleId/bai/:position/bo')
  @Requires('course.write')
  async askRemoveLesson(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('position', ParseIntPipe) position: number,
  ) {
    const { content, code, revision } = await this.drafts.get(actor, moduleId);
    const lesson = content.lessons[position - 1];
    if (!lesson) throw notFound('lesson.unknown');
    const label = content.title || code;
    return page('studio/confirm', {
      title: 'Bỏ một trang',
      breadcrumbs: trail({ href: deskPath(moduleId), label }, { label: 'Bỏ một trang' }),
      question: `Bỏ trang ${position} “${lesson.title}”?`,
      consequence: 'Trang này sẽ không còn trong bản nháp. Bản người học đang đọc chưa đổi gì.',
      action: `${lessonPath(moduleId, position)}/bo`,
      button: 'Bỏ trang này',
      backHref: lessonPath(moduleId, position),
      backLabel: 'Giữ lại',
      revision,
    });
  }

  @Post('/bien-soan/:moduleId/bai/:position/bo')
  @Requires('course.write')
  @OnInvalid<ArrangeController>((self, request) => self.deskAgain(request))
  async removeLesson(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('position', ParseIntPipe) position: number,
    @Body() form: RevisionForm,
  ) {
    return this.edit(actor, moduleId, form, (content) => removeLesson(content, position));
  }

  @Get('/bien-soan/:moduleId/cau-hoi/:key/bo')
  @Requires('course.write')
  async askRemoveQuestion(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('key') key: string,
  ) {
    const { content, code, revision } = await this.drafts.get(actor, moduleId);
    const { stem } = questionIn(content, key);
    const label = content.title || code;
    return page('studio/confirm', {
      title: 'Bỏ một câu hỏi',
      breadcrumbs: trail({ href: deskPath(moduleId), label }, { label: 'Bỏ một câu hỏi' }),
      question: `Bỏ câu hỏi “${stem}”?`,
      consequence: 'Câu này sẽ không còn trong bản nháp. Bản người học đang dùng chưa đổi gì.',
      action: `${questionPath(moduleId, key)}/bo`,
      button: 'Bỏ câu này',
      backHref: questionPath(moduleId, key),
      backLabel: 'Giữ lại',
      revision,
    });
  }

  @Post('/bien-soan/:moduleId/cau-hoi/:key/bo')
  @Requires('course.write')
  @OnInvalid<ArrangeController>((self, request) => self.deskAgain(request))
  async removeQuestion(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('key') key: string,
    @Body() form: RevisionForm,
  ) {
    return this.edit(actor, moduleId, form, (content) => removeQuestion(content, key));
  }
}
