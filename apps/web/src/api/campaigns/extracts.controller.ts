import { Body, Param, Post } from '@nestjs/common';
import { Campaigns } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { CompletionsCsv, Reports } from '#libs/reporting';
import { download } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import { ComparisonFileRequest, CompletionsFileRequest, FlowFileRequest } from './extracts.dto.js';
import { ReportResponse } from './snapshots.dto.js';

/** Files of what is not one frozen snapshot: a period, two snapshots compared, the completions as facts. */
@ApiArea('campaigns')
export class ExtractsApi {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly reports: Reports,
    private readonly completions: CompletionsCsv,
  ) {}

  @Post('campaigns/:slug/flow/reports')
  @Operation('flow.request-file', 'report.export', { ok: ReportResponse, status: 202, problems: [404, 409, 422] })
  async flow(
    @CurrentActor() actor: Actor,
    @Param('slug') slug: string,
    @Body() request: FlowFileRequest,
  ): Promise<ReportResponse> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound('campaign.unknown');
    const id = await this.reports.requestFlow(actor, { ...request, campaignId: campaign.id, format: 'xlsx' });
    return this.reports.status(actor, id);
  }

  @Post('snapshots/:id/comparison/reports')
  @Operation('snapshots.request-comparison-file', 'report.export', {
    ok: ReportResponse,
    status: 202,
    problems: [404, 409, 422],
  })
  async comparison(
    @CurrentActor() actor: Actor,
    @Param('id', ID) snapshotId: string,
    @Body() { with: otherSnapshotId, ...request }: ComparisonFileRequest,
  ): Promise<ReportResponse> {
    const order = { ...request, snapshotId, otherSnapshotId, format: 'xlsx' };
    return this.reports.status(actor, await this.reports.requestComparison(actor, order));
  }

  @Post('completion-files')
  @Operation('completions.file', 'report.export', { file: 'text/csv', problems: [422] })
  async completionsFile(@CurrentActor() actor: Actor, @Body() request: CompletionsFileRequest) {
    const { stream, fileName, mediaType } = await this.completions.open(actor, request);
    return download(stream, { fileName, type: mediaType });
  }
}
