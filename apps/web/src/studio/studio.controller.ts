import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import {
  ContentReports,
  Drafts,
  StudioCourses,
  StudioModules,
  Submissions,
  WithdrawnRecordings,
  type StudioModule,
} from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { Clock } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { DeskPage } from './desk.page.js';
import { RevisionForm, SubmitForm } from './dto/studio.forms.js';
import { contentReportsPath, courseDeskPath, deskPath, ID, newCoursePath, readingPath, trail } from './paths.js';
import { readContent } from './reading.views.js';

/** The list of modules, one module's desk, and what is done with its draft as a whole. */
@Controller()
export class StudioController {
  constructor(
    private readonly courses: StudioCourses,
    private readonly modules: StudioModules,
    private readonly drafts: Drafts,
    private readonly submissions: Submissions,
    private readonly reports: ContentReports,
    private readonly withdrawn: WithdrawnRecordings,
    private readonly desk: DeskPage,
    private readonly clock: Clock,
  ) {}

  @Get('/bien-soan')
  @Requires('course.write')
  async list(@CurrentActor() actor: Actor) {
    const modules = await this.modules.list(actor);
    const courses = (await this.courses.list(actor)).map((course) => ({
      ...course,
      href: courseDeskPath(course.courseId),
      modules: modules.filter(({ courseId }) => courseId === course.courseId).map((module) => this.listRow(module)),
    }));
    return page('studio/list', {
      title: 'Biên soạn',
      courses,
      newCourseHref: newCoursePath,
      newReports: (await this.reports.counts(actor)).new,
      reportsHref: contentReportsPath(),
    });
  }

  private listRow(module: StudioModule) {
    const reviewBy = module.published?.reviewBy;
    return {
      ...module,
      href: deskPath(module.moduleId),
      overdue: Boolean(reviewBy && reviewBy < this.clock.today()),
    };
  }

  @Get('/bien-soan/:moduleId')
  @Requires('course.write')
  async show(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string) {
    return this.desk.show(actor, moduleId);
  }

  @Get('/bien-soan/:moduleId/xem-thu')
  @Requires('course.write')
  async read(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string) {
    const { content, code } = await this.drafts.get(actor, moduleId);
    const title = content.title || code;
    return page('studio/reading', {
      title: `Xem thử: ${title}`,
      breadcrumbs: trail({ href: deskPath(moduleId), label: title }, { label: 'Xem thử' }),
      ...readContent(content, await this.withdrawn.all()),
    });
  }

  @Post('/bien-soan/:moduleId/gui-duyet')
  @Requires('course.write')
  @OnInvalid<StudioController>((self, request) => self.deskAgain(request))
  async submit(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string, @Body() form: SubmitForm) {
    await this.submissions.submit(actor, moduleId, form);
    return seeOther(deskPath(moduleId), { notice: 'submission-made' });
  }

  private deskAgain(request: { actor: Actor | null; params: unknown }) {
    return this.desk.show(request.actor!, (request.params as { moduleId: string }).moduleId);
  }

  @Post('/bien-soan/:moduleId/gui-duyet/:submissionId/rut')
  @Requires('course.write')
  @OnInvalid<StudioController>((self, request) => self.deskAgain(request))
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('submissionId', ID) submissionId: string,
  ) {
    await this.submissions.withdraw(actor, submissionId);
    return seeOther(deskPath(moduleId), { notice: 'submission-withdrawn' });
  }

  @Get('/bien-soan/:moduleId/bo-nhap')
  @Requires('course.write')
  async askDiscard(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string) {
    const { content, code, revision, published } = await this.drafts.get(actor, moduleId);
    const label = content.title || code;
    return page('studio/confirm', {
      title: 'Bỏ bản nháp',
      breadcrumbs: trail({ href: deskPath(moduleId), label }, { label: 'Bỏ bản nháp' }),
      question: `Bỏ bản nháp của bài “${label}”?`,
      consequence: published
        ? `Mọi chỗ sửa từ bản ${published.number} đến nay sẽ mất. Người học vẫn đọc bản ${published.number}.`
        : 'Bài này chưa đăng lần nào, nên mọi nội dung đã viết sẽ mất.',
      action: `${deskPath(moduleId)}/bo-nhap`,
      button: 'Bỏ bản nháp',
      backHref: readingPath(moduleId),
      backLabel: 'Xem lại bản nháp',
      revision,
    });
  }

  @Post('/bien-soan/:moduleId/bo-nhap')
  @Requires('course.write')
  @OnInvalid<StudioController>((self, request) => self.deskAgain(request))
  async discard(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string, @Body() form: RevisionForm) {
    await this.drafts.discard(actor, moduleId, form.revision);
    return seeOther(deskPath(moduleId), { notice: 'draft-discarded' });
  }
}
