import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QuestionStems } from '#libs/assessment';
import { ContentReports, REPORT_STATES, type ListedReport, type ReportState } from '#libs/catalogue';
import { People, type Actor } from '#libs/identity';
import { KINDS, STATES } from '../feedback/words.js';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { HandleReportForm } from './dto/report.forms.js';
import { contentReportPath, contentReportsPath, deskPath, ID, lessonPath, trail } from './paths.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** "Phản ánh nội dung": what readers say is wrong, at the very version they read. */
@Controller()
export class ReportsController {
  constructor(
    private readonly reports: ContentReports,
    private readonly stems: QuestionStems,
    private readonly people: People,
  ) {}

  @Get('/bien-soan/phan-anh')
  @Requires('course.write')
  async list(
    @CurrentActor() actor: Actor,
    @Query('trang-thai') stateText?: string,
    @Query('bai') moduleText?: string,
  ): Promise<PageView> {
    const state = REPORT_STATES.find((known) => known === stateText) ?? 'new';
    const moduleId = UUID.test(String(moduleText)) ? moduleText : undefined;
    const reports = await this.reports.list(actor, { state, moduleId });
    return page('studio/content-reports', {
      title: 'Phản ánh nội dung',
      breadcrumbs: trail({ label: 'Phản ánh nội dung' }),
      states: this.stateLinks(state, await this.reports.counts(actor, moduleId), moduleId),
      oneModule: moduleId && { allHref: contentReportsPath() },
      reports: await Promise.all(reports.map((report) => this.row(report))),
    });
  }

  private stateLinks(current: ReportState, counts: { new: number; answered: number }, moduleId?: string) {
    return REPORT_STATES.map((state) => ({
      label: STATES[state],
      count: state === 'done' ? 0 : counts[state],
      href: contentReportsPath(state, moduleId),
      current: state === current,
    }));
  }

  private async row(report: ListedReport) {
    const { id, questionVersionId, moduleVersionId, moduleId, page: position } = report;
    return {
      ...report,
      href: contentReportPath(id),
      kindName: KINDS[report.kind],
      stateName: STATES[report.state],
      stem: questionVersionId && (await this.stems.of(moduleVersionId, questionVersionId)),
      older: report.number < report.newest,
      mendHref: position ? lessonPath(moduleId, position) : deskPath(moduleId),
    };
  }

  @Get('/bien-soan/phan-anh/:id')
  @Requires('course.write')
  async show(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<PageView> {
    const report = await this.reports.one(actor, id);
    return page('studio/content-report', {
      title: 'Một phản ánh',
      breadcrumbs: trail(
        { href: contentReportsPath(report.state), label: 'Phản ánh nội dung' },
        { label: 'Một phản ánh' },
      ),
      report: await this.row(report),
      handledBy: report.handledBy && (await this.people.names([report.handledBy])).get(report.handledBy),
      values: { answer: report.answer },
      action: contentReportPath(id),
    });
  }

  @Post('/bien-soan/phan-anh/:id')
  @Requires('course.write')
  @OnInvalid<ReportsController>(async (self, request, { values }) => {
    const view = await self.show(request.actor!, (request.params as { id: string }).id);
    return page(view.template, { ...view.model, values });
  })
  async handle(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: HandleReportForm) {
    await this.reports.handle(actor, id, form);
    return seeOther(contentReportsPath(), { notice: `content-report-${form.state}` });
  }
}
