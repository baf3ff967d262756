import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Campaigns, ReadTargets, Targets, type CampaignView } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { formatShortDate, newId, notFound } from '#libs/platform';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { page, seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { lineName } from '../figures.views.js';
import { OPTIONAL_ID, idOrNone } from '../ids.js';
import { TargetFormDto } from './targets.dto.js';
import { formOf, targetView, targetsPath } from './targets.views.js';

/** What is expected of which unit by when: shown, set, and how it came to be. */
@Controller()
export class TargetsController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly targets: Targets,
    private readonly reading: ReadTargets,
  ) {}

  @Get('/bao-cao/:campaign/chi-tieu')
  @Requires('target.set')
  async show(
    @CurrentActor() actor: Actor,
    @Param('campaign') slug: string,
    @Query('don-vi', OPTIONAL_ID) unitId?: string,
    @Query('doi-tuong') line = 'all',
  ) {
    const campaign = await this.campaign(slug);
    const desk = await this.reading.desk(actor, campaign.id, unitId);
    const { roots, path, unit, beginsOn, children, coming, lines, targets, left } = desk;
    const chosen = lines.some((choice) => choice.line === line) ? line : 'all';
    const replaced = targets.find((target) => target.unitId === unit.id && target.line === chosen);
    const href = (id: string) => `${targetsPath(slug)}?don-vi=${id}`;
    return page('campaign/targets/targets', {
      title: `Chỉ tiêu: ${unit.name}`,
      wide: true,
      campaign,
      breadcrumbs: [
        { href: '/bao-cao', label: 'Báo cáo' },
        ...path.slice(0, -1).map(({ id, name }) => ({ href: href(id), label: name })),
        { label: `Chỉ tiêu: ${unit.name}` },
      ],
      unit,
      beginsOn,
      roots: roots.map(({ id, name }) => ({ name, href: href(id), current: id === path[0]?.id })),
      children: [...children, ...coming.map(named)].map(({ id, name }) => ({ name, href: href(id) })),
      targets: targets.map((target) => ({
        ...targetView(target, slug),
        beginsOn: coming.find(({ id }) => id === target.unitId)?.from,
      })),
      left: left.map((target) => ({
        ...targetView(target, slug),
        successor: target.successor && { name: target.successor.name, href: href(target.successor.id) },
      })),
      units: [unit, ...children, ...coming.map(named)].map(({ id, name }) => ({ value: id, label: name })),
      lines: lines.map((choice) => ({ value: choice.line, label: lineName(choice.line, choice.name) })),
      line: chosen,
      form: formOf(replaced),
      clientKey: newId(),
      action: href(unit.id),
    });
  }

  @Get('/bao-cao/:campaign/chi-tieu/lich-su')
  @Requires('target.set')
  async history(
    @CurrentActor() actor: Actor,
    @Param('campaign') slug: string,
    @Query('don-vi', OPTIONAL_ID) unitId?: string,
    @Query('doi-tuong') line = 'all',
  ) {
    const campaign = await this.campaign(slug);
    if (!unitId) throw notFound('unit.unknown');
    const versions = await this.reading.history(actor, campaign.id, unitId, line);
    if (versions.length === 0) throw notFound('target.unknown');
    const [latest] = versions.map((target) => targetView(target, slug));
    return page('campaign/targets/history', {
      title: `Lịch sử chỉ tiêu: ${latest.unitName}`,
      wide: true,
      campaign,
      backHref: latest.unitEndedOn === null ? `${targetsPath(slug)}?don-vi=${unitId}` : targetsPath(slug),
      unitName: latest.unitName,
      ended: latest.unitEndedOn !== null,
      lineName: latest.lineName,
      changeHref: latest.changeHref,
      versions: versions.map((target, i) => ({
        ...targetView(target, slug),
        supersededBy: versions[i - 1]?.authorName,
      })),
    });
  }

  @Post('/bao-cao/:campaign/chi-tieu')
  @Requires('target.set')
  @OnInvalid<TargetsController>((self, request) => self.showAgain(request))
  async set(@CurrentActor() actor: Actor, @Param('campaign') slug: string, @Body() form: TargetFormDto) {
    const campaign = await this.campaign(slug);
    await this.targets.set(actor, { campaignId: campaign.id, ...form });
    return seeOther(`${targetsPath(slug)}?don-vi=${form.unitId}`, { notice: 'target-set' });
  }

  private showAgain(request: FastifyRequest) {
    const { campaign } = request.params as { campaign: string };
    const { 'don-vi': unitId } = request.query as Record<string, unknown>;
    return this.show(request.actor!, campaign, idOrNone(unitId));
  }

  private async campaign(slug: string): Promise<CampaignView> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound('campaign.unknown');
    return campaign;
  }
}

/** Two units of one name, the old one and the one that takes its place, are told apart by the day. */
const named = ({ id, name, from }: { id: string; name: string; from: string }) => ({
  id,
  name: `${name} (bắt đầu ${formatShortDate(from)})`,
});
