import { Body, Get, Param, Post } from '@nestjs/common';
import { Campaigns, Snapshots } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import {
  RecountResponse,
  SignOffRequest,
  SnapshotRequest,
  SnapshotResponse,
  SnapshotSummaryResponse,
} from './snapshots.dto.js';

@ApiArea('campaigns')
export class SnapshotsApi {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly snapshots: Snapshots,
  ) {}

  @Get('campaigns/:slug/snapshots')
  @Operation('snapshots.list', 'figures.view', { ok: [SnapshotSummaryResponse], problems: [404] })
  async list(@CurrentActor() actor: Actor, @Param('slug') slug: string): Promise<SnapshotSummaryResponse[]> {
    return this.snapshots.list(actor, await this.idOf(slug));
  }

  @Post('campaigns/:slug/snapshots')
  @Operation('snapshots.freeze', 'snapshot.create', { ok: SnapshotResponse, status: 201, problems: [404, 409, 422] })
  async freeze(
    @CurrentActor() actor: Actor,
    @Param('slug') slug: string,
    @Body() request: SnapshotRequest,
  ): Promise<SnapshotResponse> {
    const id = await this.snapshots.freeze(actor, { ...request, campaignId: await this.idOf(slug) });
    return this.snapshots.get(actor, id);
  }

  private async idOf(slug: string): Promise<string> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound('campaign.unknown');
    return campaign.id;
  }

  @Get('snapshots/:id')
  @Operation('snapshots.get', 'figures.view', { ok: SnapshotResponse, problems: [404] })
  async get(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<SnapshotResponse> {
    return this.snapshots.get(actor, id);
  }

  @Get('snapshots/:id/recount')
  @Operation('snapshots.recount', 'figures.view', { ok: RecountResponse, problems: [404] })
  async recount(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<RecountResponse> {
    return this.snapshots.recompute(actor, id);
  }

  @Post('snapshots/:id/signoff')
  @Operation('snapshots.sign-off', 'snapshot.sign', { ok: SnapshotResponse, problems: [404, 409, 422] })
  async signOff(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { sha256 }: SignOffRequest,
  ): Promise<SnapshotResponse> {
    await this.snapshots.signOff(actor, id, sha256);
    return this.snapshots.get(actor, id);
  }
}
