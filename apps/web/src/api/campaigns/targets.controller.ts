import { Body, Get, Param, Post, Query } from '@nestjs/common';
import { Campaigns, ReadTargets, Targets } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { Operation } from '../openapi/operation.js';
import { SetTargetResponse, TargetHistoryQuery, TargetRequest, TargetsQuery } from './targets.dto.js';

@ApiArea('campaigns')
export class TargetsApi {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly targets: Targets,
    private readonly reading: ReadTargets,
  ) {}

  @Get('campaigns/:slug/targets')
  @Operation('targets.list', 'target.set', { ok: [SetTargetResponse], problems: [404, 422] })
  async list(
    @CurrentActor() actor: Actor,
    @Param('slug') slug: string,
    @Query() { unit }: TargetsQuery,
  ): Promise<SetTargetResponse[]> {
    return this.reading.list(actor, await this.idOf(slug), unit);
  }

  @Get('campaigns/:slug/targets/history')
  @Operation('targets.history', 'target.set', { ok: [SetTargetResponse], problems: [404, 422] })
  async history(
    @CurrentActor() actor: Actor,
    @Param('slug') slug: string,
    @Query() { unit, line }: TargetHistoryQuery,
  ): Promise<SetTargetResponse[]> {
    return this.reading.history(actor, await this.idOf(slug), unit, line);
  }

  @Post('campaigns/:slug/targets')
  @Operation('targets.set', 'target.set', { ok: SetTargetResponse, status: 201, problems: [404, 409, 422] })
  async set(
    @CurrentActor() actor: Actor,
    @Param('slug') slug: string,
    @Body() request: TargetRequest,
  ): Promise<SetTargetResponse> {
    const campaignId = await this.idOf(slug);
    const id = await this.targets.set(actor, { ...request, campaignId });
    const versions = await this.reading.history(actor, campaignId, request.unitId, request.line);
    return versions.find((target) => target.id === id)!;
  }

  private async idOf(slug: string): Promise<string> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound('campaign.unknown');
    return campaign.id;
  }
}
