import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog, Scope, scopeOf, type Actor } from '#libs/identity';
import { Units, asOf, subtreeSql, type UnitNode } from '#libs/organisation';
import { Clock, UnitOfWork, fold, invalid } from '#libs/platform';
import { fitsTree } from './capacity.policy.js';
import { countedByRootSql, countedSql } from './people-counts.js';
import type { MembershipSource } from './membership.entity.js';

export interface CapacityCount {
  code: string;
  name: string;
  sensitive: boolean;
  /** Distinct people at or below the unit today. */
  count: number;
}

export interface UnitDesk {
  unit: UnitNode;
  /** From the topmost unit of the actor's scope down to the unit. */
  path: UnitNode[];
  children: (UnitNode & { people: number })[];
  capacities: CapacityCount[];
}

export interface RosterEntry {
  membershipId: string;
  personId: string;
  fullName: string;
  birthYear: number | null;
  unitId: string;
  unitName: string;
  position: string | null;
  isHead: boolean;
  source: MembershipSource;
  from: string;
  /** May be the same person as somebody else in the commune. */
  doubted: boolean;
}

export interface RosterQuery {
  unitId: string;
  capacity: string;
  /** Part of a name, with tones or without. */
  search?: string;
  offset?: number;
  limit?: number;
  /** Why a roster is looked at whose people are sensitive to be known as such. Required for those. */
  purpose?: string;
}

/** What a list is looked at for that tells nothing but who lives or works where. */
const ORDINARY_PURPOSE = 'Quản lý danh sách đơn vị';

/** Rosters as unit managers see them: today, of the units in their scope. */
@Injectable()
export class ReadRosters {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly units: Units,
    private readonly scope: Scope,
    private readonly accessLog: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** The topmost units of the actor's scope. */
  async ownUnits(actor: Actor): Promise<(UnitNode & { people: number })[]> {
    const today = this.clock.today();
    const ids = scopeOf(actor, 'roster.view');
    const units = await Promise.all(ids.map((id) => this.units.find(id, today).catch(() => null)));
    return this.withPeople(units.filter((unit) => unit !== null));
  }

  async desk(actor: Actor, unitId: string): Promise<UnitDesk> {
    await this.scope.assert(actor, 'roster.view', unitId);
    const today = this.clock.today();
    const whole = await this.units.pathOn(unitId, today);
    const roots = new Set(scopeOf(actor, 'roster.view'));
    const path = whole.slice(whole.findIndex(({ id }) => roots.has(id)));
    const unit = await this.units.find(unitId, today);
    return {
      unit,
      path,
      children: await this.withPeople(await this.units.childrenOn(unitId, today)),
      capacities: await this.capacities(unit),
    };
  }

  private async withPeople(units: UnitNode[]): Promise<(UnitNode & { people: number })[]> {
    const rows = await this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}${countedByRootSql('$2', '$3')}`,
      [units.map(({ id }) => id), this.clock.today(), this.clock.now()],
    );
    const counts = new Map(rows.map(({ id, count }: { id: string; count: number }) => [id, count]));
    return units.map((unit) => ({ ...unit, people: Number(counts.get(unit.id) ?? 0) }));
  }

  /** Those that belong to the unit's tree, and whatever else somebody there is listed as. */
  private async capacities(unit: UnitNode): Promise<CapacityCount[]> {
    const rows: CapacityCount[] = await this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}, ${countedSql('$2', '$3')}
       SELECT c.code, c.name, c.sensitive, coalesce(n.count, 0) AS count FROM capacity c LEFT JOIN counted n ON n.capacity = c.code
       ORDER BY c.position`,
      [[unit.id], this.clock.today(), this.clock.now()],
    );
    return rows.filter(({ code, count }) => count > 0 || fitsTree(code, unit.tree));
  }

  /** Ordered by given name. Each person shown was looked at; at a sensitive roster only for a purpose that is given. */
  async list(actor: Actor, query: RosterQuery): Promise<{ total: number; entries: RosterEntry[] }> {
    await this.scope.assert(actor, 'roster.view', query.unitId);
    const [capacity] = await this.dataSource.query('SELECT sensitive FROM capacity WHERE code = $1', [query.capacity]);
    if (!capacity) throw invalid('capacity.unknown');
    if (capacity.sensitive && !query.purpose) throw invalid('roster.purpose-required');
    const rows: (RosterEntry & { total: number })[] = await this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT m.id AS "membershipId", m.person_id AS "personId", i.full_name AS "fullName", i.birth_year AS "birthYear",
         m.unit_id AS "unitId", v.name AS "unitName", m.position, m.is_head AS "isHead", m.source, m.valid_from AS "from",
         EXISTS (SELECT FROM match_doubt d WHERE d.person_id = m.person_id AND d.superseded_at IS NULL) AS doubted,
         count(*) OVER () AS total
       FROM subtree s JOIN membership m ON m.unit_id = s.unit_id AND m.capacity = $4 AND ${asOf('m', '$2', '$3')}
       JOIN identity i ON i.person_id = m.person_id AND i.restricted_at IS NULL
       JOIN unit_version v ON v.unit_id = m.unit_id AND ${asOf('v', '$2', '$3')}
       WHERE i.folded_name LIKE '%' || $5 || '%'
       ORDER BY split_part(i.full_name, ' ', -1) COLLATE "vi-x-icu", i.full_name COLLATE "vi-x-icu", m.id OFFSET $6 LIMIT $7`,
      [
        [query.unitId],
        this.clock.today(),
        this.clock.now(),
        query.capacity,
        // Folding leaves letters, digits and spaces only: nothing that LIKE would take for a pattern.
        fold(query.search ?? ''),
        query.offset ?? 0,
        query.limit ?? 50,
      ],
    );
    const seen = [...new Set(rows.map(({ personId }) => personId))];
    const purpose = query.purpose ?? ORDINARY_PURPOSE;
    await this.work.run((tx) => this.accessLog.recordMany(tx, actor, seen, `roster.${query.capacity}`, purpose));
    return { total: rows[0]?.total ?? 0, entries: rows };
  }
}
