import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { Campaigns, Snapshots, ViewFigures } from '#libs/campaigns';
import { can, scopeOf, type Actor, type Permission } from '#libs/identity';
import { Clock, notFound } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { FreezeFormDto } from './dto.js';
import { lineChoices, rootLines, unitsBelow } from './figures.views.js';
import { targetsPath } from './targets/targets.views.js';

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
  async desk(
    @CurrentActor() actor: Actor,
    @Query('don-vi', new ParseUUIDPipe({ optional: true })) unitId?: string,
    @Query('ngay') dayAsked?: string,
    @Query('doi-tuong') line = 'all',
  ) {
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
      today: this.clock.today(),
      unitId: unit,
      unitName: table.root.name,
      roots: roots.map(({ id, name }) => ({ id, name, current: id === (path[0]?.id ?? unit) })),
      breadcrumbs: path.map(({ id, name }, i) =>
        i < path.length - 1 ? { href: `/bao-cao?don-vi=${id}&ngay=${day}`, label: name } : { label: name },
      ),
      lines: rootLines(table),
      units: unitsBelow(table, line),
      choices: lineChoices(table, line),
      line,
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
  @OnInvalid<CampaignDeskController>((self, request) => {
    const { unitId, day } = request.body as FreezeFormDto;
    return self.desk(
      request.actor!,
      /^[0-9a-f-]{36}$/.test(unitId ?? '') ? unitId : undefined,
      /^\d{4}-\d\d-\d\d$/.test(day ?? '') && day <= self.clock.today() ? day : undefined,
    );
  })
  async freeze(@CurrentActor() actor: Actor, @Body() form: FreezeFormDto) {
    const campaign = await this.campaigns.current();
    if (!campaign) throw notFound('campaign.unknown');
    const id = await this.snapshots.freeze(actor, { campaignId: campaign.id, ...form });
    return seeOther(`/bao-cao/chot/${id}`, { notice: 'snapshot-made' });
  }
}
