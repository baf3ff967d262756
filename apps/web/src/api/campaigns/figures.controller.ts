import { Get, Param, Query } from '@nestjs/common';
import { Campaigns, ViewFigures } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { Operation } from '../openapi/operation.js';
import { CampaignResponse, FiguresQuery, FiguresResponse, UnitResponse } from './figures.dto.js';

@ApiArea('campaigns')
export class FiguresApi {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly figures: ViewFigures,
  ) {}

  @Get('campaigns')
  @Operation('campaigns.list', 'figures.view', { ok: [CampaignResponse] })
  async list(): Promise<CampaignResponse[]> {
    return this.campaigns.list();
  }

  @Get('campaigns/units')
  @Operation('campaigns.units', 'figures.view', { ok: [UnitResponse] })
  async units(@CurrentActor() actor: Actor): Promise<UnitResponse[]> {
    const roots = await this.figures.roots(actor);
    return roots.map(({ id, code, name, kind }) => ({ id, code, name, kind }));
  }

  @Get('campaigns/:slug/figures')
  @Operation('figures.get', 'figures.view', { ok: FiguresResponse, problems: [404, 422] })
  async table(
    @CurrentActor() actor: Actor,
    @Param('slug') slug: string,
    @Query() { unit, day }: FiguresQuery,
  ): Promise<FiguresResponse> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound('campaign.unknown');
    return this.figures.table(actor, campaign.id, { unitId: unit, day });
  }
}
