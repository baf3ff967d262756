import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Campaigns, Snapshots, ViewFigures } from '#libs/campaigns';
import { can, scopeOf, type Actor, type Permission } from '#libs/identity';
import { Clock, notFound } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { dayRefused } from './day-refused.js';
import { FreezeFormDto } from './dto.js';
import { rootLines, unitsBelow } from './figures.views.js';
import { OPTIONAL_ID, idOrNone } from './ids.js';
import { targetsPath } from './targets/targets.views.js';

interface DeskQuery {
  unitId?: string;
  day?: string;
  line?: string;
  order?: string;
  /** A day that was refused, to stand in its field still. */
  typed?: string;
}

/** The committee's desk: the running campaign's figures, unit by unit, and the making of snapshots. */
@Controller()
export class CampaignDeskController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly figures: ViewFigures,
    private readonly snapshots: Snapshots,
    private readonly clock: Clock,
  ) {}

  @Get('/bao-cao')
  @Requires('figures.view')
  @OnInvalid<CampaignDeskController>((self, { actor, query }) => {
    const { 'don-vi': unitId, ngay } = query as Record<string, unknown>;
    return self.show(actor!, { unitId: idOrNone(unitId), typed: typeof ngay === 'string' ? ngay : '' });
  })
  async desk(
    @CurrentActor() actor: Actor,
    @Query('don-vi', OPTIONAL_ID) unitId?: string,
    @Query('ngay') day?: string,
    @Query('doi-tuong') line?: string,
    @Query('xep') order?: string,
  ) {
    const shown = this.show(actor, { unitId, day, line, order });
    return day ? shown.catch(dayRefused('ngay')) : shown;
  }

  private async show(actor: Actor, { unitId, day: dayAsked, line = 'all', order, typed }: DeskQuery) {
    const campaign = await this.campaigns.current();
    if (!campaign) return page('campaign/none', { title: 'Báo cáo' });
    const day = dayAsked || this.clock.today();
    const roots = await this.figures.roots(actor);
    const unit = unitId || roots[0]?.id;
    if (!unit) throw notFound('unit.unknown');
    const table = await this.figures.table(actor, campaign.id, { unitId: unit, day });
    const path = await this.figures.path(actor, unit, day);
    const within = (permission: Permission) => path.some(({ id }) => scopeOf(actor, permission).includes(id));
    return page('campaign/desk', {
      title: `Số liệu: ${table.root.name}`,
      wide: true,
      campaign,
      day,
      typed: typed ?? day,
      today: this.clock.today(),
      unitId: unit,
      unitName: table.root.name,
      roots: roots.map(({ id, name }) => ({ id, name, current: id === (path[0]?.id ?? unit) })),
      breadcrumbs: path.map(({ id, name }, i) =>
        i < path.length - 1 ? { href: `/bao-cao?don-vi=${id}&ngay=${day}`, label: name } : { label: name },
      ),
      lines: rootLines(table),
      below: unitsBelow(table, line, order),
      requirements: table.requirements,
      knownAt: table.knownAt,
      mayFreeze: can(actor, 'snapshot.create'),
      flowHref: `/bao-cao/${campaign.slug}/phat-sinh?don-vi=${unit}`,
      targetsHref: within('target.set') ? `${targetsPath(campaign.slug)}?don-vi=${unit}` : undefined,
      adjustHref: within('adjustment.make') ? `/bao-cao/dieu-chinh?don-vi=${unit}` : undefined,
      mayExport: can(actor, 'report.export'),
      clientKey: randomUUID(),
      snapshots: await this.snapshots.list(actor, campaign.id),
    });
  }

  @Post('/bao-cao/chot')
  @Requires('snapshot.create')
  @OnInvalid<CampaignDeskController>((self, { actor, body }, { errors }) => {
    const { unitId, day } = body as FreezeFormDto;
    return self.show(actor!, { unitId: idOrNone(unitId), day: errors.day ? undefined : day });
  })
  async freeze(@CurrentActor() actor: Actor, @Body() form: FreezeFormDto) {
    const campaign = await this.campaigns.current();
    if (!campaign) throw notFound('campaign.unknown');
    const id = await this.snapshots.freeze(actor, { campaignId: campaign.id, ...form }).catch(dayRefused('day'));
    return seeOther(`/bao-cao/chot/${id}`, { notice: 'snapshot-made' });
  }
}
