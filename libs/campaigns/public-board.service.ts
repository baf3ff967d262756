import { Injectable } from '@nestjs/common';
import { Units } from '#libs/organisation';
import { Clock, notFound } from '#libs/platform';
import { Campaigns, type CampaignView } from './campaigns.service.js';
import { Figures } from './figures.service.js';
import { publicRows, type PublicRow } from './public-board.policy.js';

export interface PublicBoard {
  campaign: CampaignView;
  /** When it was counted. */
  countedAt: Date;
  rows: PublicRow[];
}

/** Counting takes longer than a page may, and the board hangs on many screens. */
const KEEP_MS = 60_000;

/** The campaign's figures as everybody may see them: the province and its communes, coarsened. */
@Injectable()
export class PublicBoards {
  private readonly kept = new Map<string, { until: number; board: Promise<PublicBoard> }>();

  constructor(
    private readonly campaigns: Campaigns,
    private readonly figures: Figures,
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  /** Refuses `campaign.unknown`. */
  async of(slug: string): Promise<PublicBoard> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound('campaign.unknown');
    const now = this.clock.now().getTime();
    const kept = this.kept.get(campaign.id);
    if (kept && kept.until > now) return kept.board;
    const board = this.count(campaign);
    this.kept.set(campaign.id, { until: now + KEEP_MS, board });
    board.catch(() => this.kept.delete(campaign.id));
    return board;
  }

  private async count(campaign: CampaignView): Promise<PublicBoard> {
    const countedAt = this.clock.now();
    const roots = await this.units.roots('territory', this.clock.today());
    const documents = [];
    for (const root of roots) documents.push(await this.figures.table(campaign.id, { unitId: root.id }));
    return { campaign, countedAt, rows: documents.flatMap(publicRows) };
  }
}
