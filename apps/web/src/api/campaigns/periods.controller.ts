import { Get, Param, Query } from '@nestjs/common';
import { Campaigns, CompareSnapshots, ViewFlow } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import { ComparisonQuery, ComparisonResponse, FlowQueryRequest, FlowResponse } from './periods.dto.js';

/** What came about between two days, and why two snapshots differ. */
@ApiArea('campaigns')
export class PeriodsApi {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly flow: ViewFlow,
    private readonly comparing: CompareSnapshots,
  ) {}

  @Get('campaigns/:slug/flow')
  @Operation('flow.get', 'figures.view', { ok: FlowResponse, problems: [404, 422] })
  async period(
    @CurrentActor() actor: Actor,
    @Param('slug') slug: string,
    @Query() { unit, from, to }: FlowQueryRequest,
  ): Promise<FlowResponse> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound('campaign.unknown');
    return this.flow.table(actor, campaign.id, { unitId: unit, from, to });
  }

  @Get('snapshots/:id/comparison')
  @Operation('snapshots.compare', 'figures.view', { ok: ComparisonResponse, problems: [404, 409, 422] })
  async compare(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Query() { with: other }: ComparisonQuery,
  ): Promise<ComparisonResponse> {
    return this.comparing.compare(actor, id, other);
  }
}
