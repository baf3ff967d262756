import { Body, Get, Param, Post } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { Reports } from '#libs/reporting';
import { download } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import { ReportRequestBody, ReportResponse } from './snapshots.dto.js';

@ApiArea('campaigns')
export class ReportsApi {
  constructor(private readonly reports: Reports) {}

  @Get('snapshots/:id/reports')
  @Operation('reports.list', 'report.export', { ok: [ReportResponse], problems: [404] })
  async list(@CurrentActor() actor: Actor, @Param('id', ID) snapshotId: string): Promise<ReportResponse[]> {
    return this.reports.list(actor, snapshotId);
  }

  @Post('snapshots/:id/reports')
  @Operation('reports.request', 'report.export', { ok: ReportResponse, status: 202, problems: [404, 409, 422] })
  async request(
    @CurrentActor() actor: Actor,
    @Param('id', ID) snapshotId: string,
    @Body() request: ReportRequestBody,
  ): Promise<ReportResponse> {
    const id = await this.reports.request(actor, { ...request, snapshotId });
    return this.reports.status(actor, id);
  }

  @Get('reports/:id')
  @Operation('reports.get', 'report.export', { ok: ReportResponse, problems: [404] })
  async get(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<ReportResponse> {
    return this.reports.status(actor, id);
  }

  @Get('reports/:id/file')
  @Operation('reports.file', 'report.export', { file: 'application/octet-stream', problems: [404, 409, 410] })
  async file(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    const { stream, bytes, fileName, mediaType } = await this.reports.open(actor, id);
    return download(stream, { fileName, type: mediaType, bytes });
  }
}
