import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { Clock, isDay } from '#libs/platform';
import { ReadUnits, type UnitPage } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { page } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ID } from '../../units/paths.js';
import { TreeQuery } from './dto.js';
import { changePath, trail, treePath, unitPath } from './paths.js';
import { CHANGE_NAMES, EVENT_NAMES, TREE_NAMES, kindName } from './words.js';
import { unitPath as rosterPath } from '../../units/paths.js';

/** One unit on a day: where it stands, what is below and beside it, who is in it, and how it came to be so. */
@Controller()
export class UnitPageController {
  constructor(
    private readonly read: ReadUnits,
    private readonly clock: Clock,
  ) {}

  @Get('/quan-tri/don-vi/:unitId')
  @Requires('unit.edit')
  async show(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Query() query: TreeQuery) {
    const asked = query.ngay && isDay(query.ngay) ? query.ngay : this.clock.today();
    const seen = await this.read.page(actor, unitId, asked);
    const { unit, day, path, periods } = seen;
    return page('admin/units/unit', {
      title: unit.name,
      wide: true,
      breadcrumbs: trail(path, day),
      unit: { ...unit, kindName: kindName(unit.kind), treeName: TREE_NAMES[unit.tree] },
      asked,
      day,
      isThere: seen.isThere,
      action: unitPath(unitId),
      treeHref: treePath(unit.tree, day, unitId),
      isTerritory: unit.tree === 'territory',
      children: seen.children.map((child) => ({ ...child, href: unitPath(child.id, day), kind: kindName(child.kind) })),
      links: seen.links.map((link) => ({ ...link, href: unitPath(link.unitId, day), treeName: TREE_NAMES[link.tree] })),
      people: seen.people,
      beyondEnd: seen.beyondEnd,
      rosterHref: rosterPath(unitId),
      periods: periods.map((period) => ({
        ...period,
        parentHref: period.parentId && unitPath(period.parentId, period.from),
        correctHref: `${changePath(unitId, 'dinh-chinh')}?ngay=${period.from}`,
        current: period.from <= day && (period.to === null || period.to > day),
      })),
      events: eventViews(seen),
      closedOn: periods.at(-1)!.to,
      reopenHref: changePath(unitId, 'mo-lai'),
      changes: Object.entries(CHANGE_NAMES)
        .filter(([change]) => fits(change, seen))
        .map(([change, name]) => ({ name, href: changePath(unitId, change) })),
    });
  }
}

const eventViews = ({ events }: UnitPage) =>
  events.map(({ kind, effectiveOn, reason, document, madeByName, recordedAt }) => ({
    name: EVENT_NAMES[kind],
    effectiveOn,
    reason,
    document,
    madeByName,
    recordedAt,
  }));

/** What is offered of a unit that is still there; the top of a tree stays where it is, and ends only when it is alone. */
function fits(change: string, { unit, periods, children }: UnitPage): boolean {
  if (periods.at(-1)!.to !== null) return false;
  if (change === 'dia-ban') return unit.tree !== 'territory';
  if (unit.parentId === null && change === 'dong') return unit.tree !== 'territory' && children.length === 0;
  return unit.parentId !== null || !['chuyen', 'tach'].includes(change);
}
