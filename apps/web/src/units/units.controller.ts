import { Controller, Get, Param, Query } from '@nestjs/common';
import { can, type Actor } from '#libs/identity';
import {
  ReadRosters,
  RosterImports,
  type CapacityCount,
  type ImportStatus,
  type RosterEntry,
  type UnitDesk,
} from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { page } from '../shell/page.js';
import { personPath } from '../people/paths.js';
import { CurrentActor } from '../shell/request.js';
import { RosterQueryDto } from './dto.js';
import { ID, doubtsPath, importFormPath, importPath, leavePath, trail, unitPath } from './paths.js';
import { PURPOSES } from './words.js';

const PAGE = 50;

/** The unit manager's desk: own units, those below, and who is on their rosters. */
@Controller()
export class UnitsController {
  constructor(
    private readonly rosters: ReadRosters,
    private readonly imports: RosterImports,
  ) {}

  @Get('/don-vi')
  @Requires('roster.view')
  async desk(@CurrentActor() actor: Actor) {
    const recent = await this.imports.recent(actor);
    return page('units/desk', {
      title: 'Đơn vị của bạn',
      units: (await this.rosters.ownUnits(actor)).map((unit) => ({ ...unit, href: unitPath(unit.id) })),
      imports: recent.map((item) => ({ ...item, href: importPath(item.id), ...badgeOf(item.status) })),
    });
  }

  @Get('/don-vi/:unitId')
  @Requires('roster.view')
  async show(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Query() query: RosterQueryDto) {
    const desk = await this.rosters.desk(actor, unitId);
    const chosen = desk.capacities.find(({ code }) => code === query['doi-tuong']) ?? desk.capacities[0];
    return page('units/unit', {
      title: desk.unit.name,
      wide: true,
      breadcrumbs: trail(desk.path),
      unit: desk.unit,
      children: desk.children.map((child) => ({ ...child, href: unitPath(child.id) })),
      capacities: desk.capacities.map((capacity) => ({
        ...capacity,
        href: this.href(unitId, { 'doi-tuong': capacity.code }),
        current: capacity.code === chosen?.code,
      })),
      canImport: can(actor, 'roster.import'),
      importHref: importFormPath(unitId),
      doubtsHref: doubtsPath(unitId),
      printsHref: `${unitPath(unitId)}/giay-chung-nhan`,
      exportHref: `${unitPath(unitId)}/xuat-danh-sach`,
      exportPurposes: PURPOSES,
      ...(chosen ? await this.roster(actor, desk, chosen, query) : {}),
    });
  }

  private async roster(actor: Actor, { unit }: UnitDesk, capacity: CapacityCount, query: RosterQueryDto) {
    const fixed = { 'doi-tuong': capacity.code, tim: query.tim ?? '', 'muc-dich': query['muc-dich'] };
    if (capacity.sensitive && !query['muc-dich']) return { capacity, purposes: PURPOSES, search: fixed.tim };
    const number = query.trang ?? 1;
    const { total, entries } = await this.rosters.list(actor, {
      unitId: unit.id,
      capacity: capacity.code,
      search: query.tim,
      purpose: query['muc-dich'] && PURPOSES[query['muc-dich']],
      offset: (number - 1) * PAGE,
      limit: PAGE,
    });
    const href = (trang: number) => this.href(unit.id, { ...fixed, trang });
    return {
      capacity,
      search: fixed.tim,
      purpose: fixed['muc-dich'],
      roster: {
        total,
        entries: entries.map((entry) => entryView(entry, unit.id)),
        pager: {
          previousHref: number > 1 ? href(number - 1) : undefined,
          nextHref: number * PAGE < total ? href(number + 1) : undefined,
          label: `Trang ${number}/${Math.max(1, Math.ceil(total / PAGE))}`,
        },
      },
    };
  }

  private href(unitId: string, query: Record<string, string | number | undefined>): string {
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) if (value) parameters.set(key, String(value));
    return `${unitPath(unitId)}?${parameters}`;
  }
}

const entryView = (entry: RosterEntry, unitId: string) => ({
  ...entry,
  elsewhere: entry.unitId !== unitId,
  self: entry.source === 'self',
  leaveHref: leavePath(entry.membershipId),
  personHref: personPath(entry.personId),
});

const BADGES: Partial<Record<ImportStatus, { badge: string; badgeKind: string }>> = {
  mapping: { badge: 'Cần chọn cột', badgeKind: 'warning' },
  reading: { badge: 'Đang đọc', badgeKind: 'warning' },
  failed: { badge: 'Không đọc được', badgeKind: 'danger' },
  staged: { badge: 'Chờ áp dụng', badgeKind: 'warning' },
  applying: { badge: 'Đang áp dụng', badgeKind: 'warning' },
  undoing: { badge: 'Đang hoàn tác', badgeKind: 'warning' },
  undone: { badge: 'Đã hoàn tác', badgeKind: 'warning' },
};

const badgeOf = (status: ImportStatus) => BADGES[status] ?? { badge: 'Đã áp dụng', badgeKind: 'success' };
