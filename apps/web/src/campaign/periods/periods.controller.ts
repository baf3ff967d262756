import { randomUUID } from 'node:crypto';
import { Controller, Get, Param, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Campaigns, ViewFigures, ViewFlow, type CampaignView, type FlowRow } from '#libs/campaigns';
import { can, type Actor } from '#libs/identity';
import { Clock, addDays, invalid, isDay, notFound } from '#libs/platform';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { page } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { dayRefused } from '../day-refused.js';
import { lineName } from '../figures.views.js';
import { OPTIONAL_ID, idOrNone } from '../ids.js';

/** What came about in a period: beside the desk, which shows what has been reached so far. */
@Controller()
export class PeriodsController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly figures: ViewFigures,
    private readonly flow: ViewFlow,
    private readonly clock: Clock,
  ) {}

  @Get('/bao-cao/:campaign/phat-sinh')
  @Requires('figures.view')
  @OnInvalid<PeriodsController>((self, request) => self.formAgain(request))
  async show(
    @CurrentActor() actor: Actor,
    @Param('campaign') slug: string,
    @Query('don-vi', OPTIONAL_ID) unitId?: string,
    @Query('tu') from?: string,
    @Query('den') to?: string,
    @Query('doi-tuong') line = 'all',
  ) {
    const campaign = await this.campaign(slug);
    const unit = unitId ?? (await this.figures.roots(actor))[0]?.id;
    if (!unit) throw notFound('unit.unknown');
    const period = this.period(from, to);
    const table = await this.table(actor, campaign, unit, period);
    const own = table.rows.filter(({ level }) => level === 0).map(view);
    const here = `/bao-cao/${slug}/phat-sinh?tu=${period.from}&den=${period.to}`;
    const path = await this.figures.path(actor, unit, period.to);
    return page('campaign/periods/flow', {
      title: `Phát sinh trong kỳ: ${table.root.name}`,
      wide: true,
      ...this.frame(campaign, unit),
      path: path.slice(0, -1).map(({ id, name }) => ({ name, href: `${here}&don-vi=${id}` })),
      unitName: table.root.name,
      ...period,
      knownAt: table.knownAt,
      extract: can(actor, 'report.export') && {
        action: `/bao-cao/${slug}/phat-sinh/tep`,
        hidden: { unitId: unit, ...period },
        clientKey: randomUUID(),
      },
      lines: own,
      choices: own.map((row) => ({
        ...row,
        current: row.line === line,
        href: `${here}&don-vi=${unit}&doi-tuong=${row.line}`,
      })),
      units: table.rows
        .filter((row) => row.level === 1 && row.line === line && row.completions + row.finished > 0)
        .map((row) => ({ ...view(row), href: `${here}&don-vi=${row.unitId}` })),
    });
  }

  /** The fields of the form carry the names of its address. */
  private async table(actor: Actor, { id }: CampaignView, unitId: string, period: { from: string; to: string }) {
    return this.flow.table(actor, id, { unitId, ...period }).catch((error) => {
      if (error?.code !== 'period.invalid') return dayRefused('den', ['unit.unknown'])(error);
      const { from, to } = error.fields;
      throw invalid('period.invalid', { ...(from && { tu: from }), ...(to && { den: to }) });
    });
  }

  /** This month so far, without a word on it. */
  private period(from?: string, to?: string): { from: string; to: string } {
    const end = to || this.clock.today();
    return { from: from || `${isDay(end) ? end.slice(0, 8) : this.clock.today().slice(0, 8)}01`, to: end };
  }

  private async formAgain({ params, query }: FastifyRequest) {
    const campaign = await this.campaign((params as { campaign: string }).campaign);
    const { 'don-vi': unitId, tu, den } = query as Record<string, unknown>;
    const shown = (value: unknown) => (typeof value === 'string' ? value : '');
    return page('campaign/periods/flow', {
      title: 'Phát sinh trong kỳ',
      ...this.frame(campaign, idOrNone(unitId)),
      from: shown(tu),
      to: shown(den),
    });
  }

  private frame(campaign: CampaignView, unitId?: string) {
    const today = this.clock.today();
    return { campaign, action: `/bao-cao/${campaign.slug}/phat-sinh`, unitId, today, weekAgo: addDays(today, -6) };
  }

  private async campaign(slug: string): Promise<CampaignView> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound('campaign.unknown');
    return campaign;
  }
}

const view = (row: FlowRow) => ({ ...row, lineName: lineName(row.line) });
