import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { IsString, IsUUID, Matches, MaxLength, isUUID } from 'class-validator';
import type { Actor } from '#libs/identity';
import { Clock, addDays } from '#libs/platform';
import { CompletionsCsv, Reports, type ReportStatus } from '#libs/reporting';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { download, page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';

export class ReportFormDto {
  @IsString({ message: 'report.format-unknown' })
  format: string;

  @IsString({ message: 'purpose.required' })
  @MaxLength(1000, { message: 'purpose.too-long' })
  purpose: string;

  @IsUUID('all', { message: 'form.invalid' })
  clientKey: string;
}

export class CompletionsFormDto {
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'day.invalid' })
  from: string;

  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'day.invalid' })
  to: string;

  @IsString({ message: 'purpose.required' })
  @MaxLength(1000, { message: 'purpose.too-long' })
  purpose: string;
}

/** Files made from frozen figures, watched until they are there; and the completions as a list of facts. */
@Controller()
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly completions: CompletionsCsv,
    private readonly clock: Clock,
  ) {}

  @Post('/bao-cao/chot/:snapshot/tep')
  @Requires('report.export')
  @OnInvalid<ReportsController>((self, request, { status }) =>
    self.again((request.params as { snapshot: string }).snapshot, request.body as ReportFormDto, status),
  )
  async request(
    @CurrentActor() actor: Actor,
    @Param('snapshot', ParseUUIDPipe) snapshotId: string,
    @Body() form: ReportFormDto,
  ) {
    return seeOther(`/bao-cao/tep/${await this.reports.request(actor, { snapshotId, ...form })}`);
  }

  /** A key that is spent on something else, or was none, would be refused for ever. */
  private again(snapshotId: string, { clientKey }: ReportFormDto, status: number) {
    const usable = isUUID(clientKey) && status !== 409;
    const key = usable ? clientKey : randomUUID();
    return page('reports/request', { title: 'Tạo tệp báo cáo', snapshotId, clientKey: key });
  }

  /** Reloads itself while the file is being made, without JavaScript, unless its reader has stopped that. */
  @Get('/bao-cao/tep/:report')
  @Requires('report.export')
  async show(
    @CurrentActor() actor: Actor,
    @Param('report', ParseUUIDPipe) id: string,
    @Query('tu-tai-lai') reloading = '1',
  ) {
    const report = await this.reports.status(actor, id);
    const working = report.state === 'waiting' || report.state === 'running';
    const stopped = reloading === '0';
    const refresh = working && !stopped ? 2 : undefined;
    return page('reports/file', { title: 'Tệp báo cáo', report, back: backOf(report), working, stopped, refresh });
  }

  @Get('/bao-cao/tep/:report/tai')
  @Requires('report.export')
  async file(@CurrentActor() actor: Actor, @Param('report', ParseUUIDPipe) id: string) {
    const { stream, bytes, fileName, mediaType } = await this.reports.open(actor, id);
    return download(stream, { fileName, type: mediaType, bytes });
  }

  @Get('/bao-cao/luot-hoan-thanh')
  @Requires('report.export')
  completionsForm() {
    const today = this.clock.today();
    return page('reports/completions', { title: 'Xuất lượt hoàn thành', from: addDays(today, -30), to: today });
  }

  @Post('/bao-cao/luot-hoan-thanh')
  @HttpCode(200)
  @Requires('report.export')
  @OnInvalid<ReportsController>((self) => self.completionsForm())
  async completionsFile(@CurrentActor() actor: Actor, @Body() form: CompletionsFormDto) {
    const { stream, fileName, mediaType } = await this.completions.open(actor, form);
    return download(stream, { fileName, type: mediaType });
  }
}

/** The page whose figures the file holds. */
function backOf({ kind, snapshotId, otherSnapshotId, snapshotTitle, ...report }: ReportStatus) {
  const { campaignSlug, unitId, sinceDay, asOfDay } = report;
  if (kind === 'flow')
    return {
      href: `/bao-cao/${campaignSlug}/phat-sinh?don-vi=${unitId}&tu=${sinceDay}&den=${asOfDay}`,
      label: 'Phát sinh trong kỳ',
    };
  if (kind === 'comparison')
    return { href: `/bao-cao/chot/${snapshotId}/so-sanh?voi=${otherSnapshotId}`, label: 'So sánh hai bản chốt' };
  return { href: `/bao-cao/chot/${snapshotId}`, label: snapshotTitle };
}
