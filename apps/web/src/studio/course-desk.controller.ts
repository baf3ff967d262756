import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { addModule, CourseDrafts, CourseProposals, dropModule, moveModule, type CourseContent } from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { CourseDeskPage } from './course-desk.page.js';
import { CourseListForm } from './dto/course.forms.js';
import { RevisionForm, SubmitForm } from './dto/studio.forms.js';
import { courseDeskPath, ID, trail } from './paths.js';

/** A course's list of modules: put in order, proposed, taken back. */
@Controller()
export class CourseDeskController {
  constructor(
    private readonly drafts: CourseDrafts,
    private readonly proposals: CourseProposals,
    private readonly desk: CourseDeskPage,
  ) {}

  @Get('/bien-soan/chuyen-de/:courseId')
  @Requires('course.write')
  async show(@CurrentActor() actor: Actor, @Param('courseId', ID) courseId: string): Promise<PageView> {
    return this.desk.show(actor, courseId);
  }

  @Post('/bien-soan/chuyen-de/:courseId/danh-sach')
  @Requires('course.write')
  @OnInvalid<CourseDeskController>((self, request) => self.deskAgain(request))
  async arrange(@CurrentActor() actor: Actor, @Param('courseId', ID) courseId: string, @Body() form: CourseListForm) {
    await this.drafts.edit(actor, courseId, form.revision, (content) => arranged(content, form));
    return seeOther(courseDeskPath(courseId), { notice: 'draft-saved' });
  }

  private deskAgain(request: FastifyRequest): Promise<PageView> {
    return this.desk.show(request.actor!, (request.params as { courseId: string }).courseId);
  }

  @Post('/bien-soan/chuyen-de/:courseId/de-nghi')
  @Requires('course.write')
  @OnInvalid<CourseDeskController>((self, request) => self.deskAgain(request))
  async propose(@CurrentActor() actor: Actor, @Param('courseId', ID) courseId: string, @Body() form: SubmitForm) {
    await this.proposals.propose(actor, courseId, form);
    return seeOther(courseDeskPath(courseId), { notice: 'submission-made' });
  }

  @Post('/bien-soan/chuyen-de/:courseId/de-nghi/:proposalId/rut')
  @Requires('course.write')
  @OnInvalid<CourseDeskController>((self, request) => self.deskAgain(request))
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param('courseId', ID) courseId: string,
    @Param('proposalId', ID) proposalId: string,
  ) {
    await this.proposals.withdraw(actor, proposalId);
    return seeOther(courseDeskPath(courseId), { notice: 'submission-withdrawn' });
  }

  @Get('/bien-soan/chuyen-de/:courseId/bo-nhap')
  @Requires('course.write')
  async askDiscard(@CurrentActor() actor: Actor, @Param('courseId', ID) courseId: string) {
    const { content, code, revision, published } = await this.drafts.get(actor, courseId);
    const label = content.title || code;
    return page('studio/confirm', {
      title: 'Bỏ bản nháp',
      breadcrumbs: trail({ href: courseDeskPath(courseId), label }, { label: 'Bỏ bản nháp' }),
      question: `Bỏ bản nháp của chuyên đề “${label}”?`,
      consequence: published
        ? `Tên, tóm tắt và danh sách bài trở lại như bản ${published.number}. Nội dung từng bài không đổi.`
        : 'Chuyên đề này chưa đăng lần nào: tên, tóm tắt và danh sách bài sẽ mất. Nội dung từng bài vẫn còn.',
      action: `${courseDeskPath(courseId)}/bo-nhap`,
      button: 'Bỏ bản nháp',
      backHref: courseDeskPath(courseId),
      backLabel: 'Giữ lại',
      revision,
    });
  }

  @Post('/bien-soan/chuyen-de/:courseId/bo-nhap')
  @Requires('course.write')
  @OnInvalid<CourseDeskController>((self, request) => self.deskAgain(request))
  async discard(@CurrentActor() actor: Actor, @Param('courseId', ID) courseId: string, @Body() form: RevisionForm) {
    await this.drafts.discard(actor, courseId, form.revision);
    return seeOther(courseDeskPath(courseId), { notice: 'draft-discarded' });
  }
}

function arranged(content: CourseContent, { viec, moduleId }: CourseListForm): CourseContent {
  if (viec === 'them') return addModule(content, moduleId);
  if (viec === 'bo') return dropModule(content, moduleId);
  return moveModule(content, moduleId, viec === 'len' ? -1 : 1);
}
