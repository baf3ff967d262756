import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { QuestionStems } from '#libs/assessment';
import { ContentReports, REPORT_KINDS, ReportContent, type ReportedVersion } from '#libs/catalogue';
import { newPersonId, type RequestOrigin } from '#libs/platform';
import { lessonPath, modulePath, numberIn } from '../learn/paths.js';
import { Public } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { Origin } from '../shell/request.js';
import { VISITOR_COOKIE } from '../shell/session-cookie.js';
import { receiptPath, reportPath } from './paths.js';
import { ReportForm } from './report.form.js';
import { KINDS, STATES } from './words.js';

/** The part of a module that is meant: a page, a question, or neither. */
interface Place {
  course: string;
  module: string;
  ban?: string;
  trang?: string;
  cau?: string;
}

/** "Báo nội dung sai": a short form for everybody, and what became of it. */
@Controller()
export class ReportController {
  constructor(
    private readonly reporting: ReportContent,
    private readonly reports: ContentReports,
    private readonly stems: QuestionStems,
  ) {}

  @Get('/hoc/:course/:module/bao-sai')
  @Public()
  async form(
    @Param('course') course: string,
    @Param('module') module: string,
    @Query('ban') ban?: string,
    @Query('trang') trang?: string,
    @Query('cau') cau?: string,
  ) {
    return this.formPage({ course, module, ban, trang, cau }, newPersonId());
  }

  private async formPage({ course, module, ban, trang, cau }: Place, clientKey: string): Promise<PageView> {
    const version = await this.reporting.version(course, module, String(ban ?? ''));
    const meant = await this.meant(version, trang, cau);
    return page('feedback/report', {
      title: 'Báo nội dung sai',
      action: reportPath(course, module),
      backHref: meant.page ? lessonPath(course, module, meant.page) : modulePath(course, module),
      clientKey,
      version,
      ...meant,
      kinds: REPORT_KINDS.map((kind) => ({ value: kind, label: KINDS[kind] })),
    });
  }

  /** Refuses a page or a question that the version does not have. */
  private async meant({ moduleVersionId }: ReportedVersion, trang = '', cau = '') {
    if (cau) return { page: null, questionId: cau, stem: await this.stems.of(moduleVersionId, cau) };
    if (!trang) return { page: null, questionId: null };
    const number = numberIn(trang);
    return { page: number, questionId: null, pageTitle: await this.reporting.pageTitle(moduleVersionId, number) };
  }

  @Post('/hoc/:course/:module/bao-sai')
  @Public()
  @OnInvalid<ReportController>((self, request) => self.again(request))
  async send(
    @Param('course') course: string,
    @Param('module') module: string,
    @Body() form: ReportForm,
    @Req() request: FastifyRequest,
    @Origin() origin: RequestOrigin,
  ) {
    const version = await this.reporting.version(course, module, form.ban);
    const { page: number, questionId } = await this.meant(version, form.trang, form.cau);
    const id = await this.reporting.send({
      clientKey: form.clientKey,
      version,
      page: number,
      questionVersionId: questionId,
      kind: form.kind || 'other',
      message: form.message,
      reporterId: request.actor?.personId ?? null,
      device: request.cookies[VISITOR_COOKIE] ?? '',
      origin,
    });
    return seeOther(receiptPath(id));
  }

  private again(request: FastifyRequest): Promise<PageView> {
    const { course, module } = request.params as { course: string; module: string };
    const { ban, trang, cau, clientKey } = (request.body ?? {}) as Record<string, string | undefined>;
    return this.formPage({ course, module, ban, trang, cau }, clientKey ?? newPersonId());
  }

  @Get('/phan-anh/:id')
  @Public()
  async receipt(@Param('id', new ParseUUIDPipe({ errorHttpStatusCode: 404 })) id: string) {
    const receipt = await this.reports.receipt(id);
    return page('feedback/receipt', {
      title: 'Phản ánh của bạn',
      receipt,
      isNew: receipt.state === 'new',
      state: STATES[receipt.state],
      kind: KINDS[receipt.kind],
    });
  }
}
