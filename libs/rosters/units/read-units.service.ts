import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { People, Scope, scopeOf, type Actor } from '#libs/identity';
import { UnitEvents, Units, asOf, subtreeSql, type Tree, type UnitEvent, type UnitNode } from '#libs/organisation';
import { Clock, fold, notFound } from '#libs/platform';
import { countedSql } from '../people-counts.js';

export interface TreeNode extends UnitNode {
  /** Units directly below it that day. */
  children: number;
  /** Those, when the node is opened. */
  nodes: TreeNode[] | null;
}

export interface FoundUnit extends UnitNode {
  parentName: string | null;
}

export interface Choice {
  code: string;
  name: string;
}

export interface UnitPeriod {
  from: string;
  to: string | null;
  name: string;
  parentId: string | null;
  parentName: string | null;
  recordedAt: Date;
}

export interface UnitLinkView {
  unitId: string;
  name: string;
  code: string;
  tree: Tree;
  from: string;
  to: string | null;
}

export interface UnitPage {
  unit: UnitNode;
  /** The day it is seen on: the asked one, or when it was not there then, the nearest on which it was. */
  day: string;
  isThere: boolean;
  path: UnitNode[];
  children: (UnitNode & { children: number })[];
  periods: UnitPeriod[];
  events: (UnitEvent & { madeByName: string | null })[];
  /** The territory unit it belongs to, or the bodies that belong to it; that day. */
  links: UnitLinkView[];
  /** Distinct people at or below it that day. */
  people: { code: string; name: string; count: number }[];
  /** How many are listed in it beyond its last day, by whoever listed them after its end was recorded: they count nowhere. */
  beyondEnd: number;
}

const FOUND = 50;
const CHOICES = 300;
const NODE = 'u.id, u.code, u.tree, u.kind, v.name, v.parent_id AS "parentId"';
const CHILDREN = `(SELECT count(*) FROM unit_version c WHERE c.parent_id = u.id AND ${asOf('c', '$2', '$3')}) AS children`;

/** The trees as the one who edits them sees them: on any day, what changed when and why. */
@Injectable()
export class ReadUnits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly units: Units,
    private readonly events: UnitEvents,
    private readonly scope: Scope,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** The actor's topmost units of the tree, opened down to one unit. */
  async tree(actor: Actor, tree: Tree, day: string, openId: string | null): Promise<TreeNode[]> {
    const roots: TreeNode[] = await this.dataSource.query(
      `SELECT ${NODE}, ${CHILDREN} FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
       WHERE u.id = ANY($1) AND u.tree = $4 ORDER BY v.position, u.code`,
      [scopeOf(actor, 'unit.edit'), day, this.clock.now(), tree],
    );
    const path = openId ? (await this.units.pathOn(openId, day)).map(({ id }) => id) : [];
    const open = new Set([...path, ...(roots.length === 1 ? [roots[0].id] : [])]);
    const below = await this.below([...open], day);
    const grown = (node: TreeNode): TreeNode => ({
      ...node,
      nodes: open.has(node.id) ? (below.get(node.id) ?? []).map(grown) : null,
    });
    return roots.map(grown);
  }

  /** Those whose name or code has the text in it, in any tree of the actor's scope. */
  async search(actor: Actor, text: string, day: string): Promise<FoundUnit[]> {
    // Folding leaves letters, digits and spaces only: nothing that LIKE would take for a pattern.
    return this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT ${NODE}, p.name AS "parentName" FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
       LEFT JOIN unit_version p ON p.unit_id = v.parent_id AND ${asOf('p', '$2', '$3')}
       WHERE u.id IN (SELECT unit_id FROM subtree) AND ($4 <> '' AND v.folded_name LIKE '%' || $4 || '%' OR starts_with(lower(u.code), $5))
       ORDER BY length(v.folded_name), v.folded_name, u.code LIMIT ${FOUND}`,
      [scopeOf(actor, 'unit.edit'), day, this.clock.now(), fold(text), text.trim().toLowerCase()],
    );
  }

  async page(actor: Actor, unitId: string, asked: string): Promise<UnitPage> {
    const periods = await this.periods(unitId);
    const day = nearest(periods, asked);
    await this.scope.assert(actor, 'unit.edit', unitId, day);
    const unit = await this.units.find(unitId, day);
    const events = await this.events.of(unitId);
    const names = await this.people.names(events.map(({ madeBy }) => madeBy));
    return {
      unit,
      day,
      isThere: day === asked,
      path: await this.units.pathOn(unitId, day),
      children: (await this.below([unitId], day)).get(unitId) ?? [],
      periods,
      events: events.map((event) => ({ ...event, madeByName: names.get(event.madeBy) ?? null })),
      links: await this.links(unit, day),
      people: await this.counts(unitId, day),
      beyondEnd: await this.beyond(unitId, periods.at(-1)!.to),
    };
  }

  /**
   * Units a form offers beside the typed code: those that have units below them, those beside the unit, or the province
   * with its communes. Of the actor's scope, by name.
   */
  async choices(
    actor: Actor,
    unit: UnitNode,
    day: string,
    of: 'parents' | 'siblings' | 'territory',
  ): Promise<Choice[]> {
    const wanted = {
      parents: `u.tree = $5 AND EXISTS (SELECT FROM unit_version c WHERE c.parent_id = u.id AND ${asOf('c', '$2', '$3')})`,
      siblings: 'u.tree = $5 AND v.parent_id = $6',
      territory: `u.tree = 'territory' AND u.kind IN ('province', 'commune', 'ward') AND $5::text IS NOT NULL`,
    };
    return this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT u.code, v.name FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
       WHERE u.id IN (SELECT unit_id FROM subtree) AND u.id <> $4 AND ($6::uuid IS NULL OR true) AND ${wanted[of]}
       ORDER BY v.folded_name, u.code LIMIT ${CHOICES}`,
      [scopeOf(actor, 'unit.edit'), day, this.clock.now(), unit.id, unit.tree, unit.parentId],
    );
  }

  private async below(parentIds: string[], day: string): Promise<Map<string, TreeNode[]>> {
    const rows: TreeNode[] = await this.dataSource.query(
      `SELECT ${NODE}, ${CHILDREN} FROM unit_version v JOIN unit u ON u.id = v.unit_id
       WHERE v.parent_id = ANY($1) AND ${asOf('v', '$2', '$3')} ORDER BY v.position, v.folded_name, u.code`,
      [parentIds, day, this.clock.now()],
    );
    const below = new Map<string, TreeNode[]>();
    for (const row of rows) below.set(row.parentId!, [...(below.get(row.parentId!) ?? []), { ...row, nodes: null }]);
    return below;
  }

  /** As known now, the first first. */
  private async periods(unitId: string): Promise<UnitPeriod[]> {
    const rows: UnitPeriod[] = await this.dataSource.query(
      `SELECT v.valid_from AS "from", v.valid_to AS "to", v.name, v.parent_id AS "parentId", p.name AS "parentName", v.recorded_at AS "recordedAt"
       FROM unit_version v LEFT JOIN unit_version p ON p.unit_id = v.parent_id AND ${asOf('p', 'v.valid_from', '$2')}
       WHERE v.unit_id = $1 AND v.superseded_at IS NULL ORDER BY v.valid_from`,
      [unitId, this.clock.now()],
    );
    if (rows.length === 0) throw notFound('unit.unknown');
    return rows;
  }

  private async links(unit: UnitNode, day: string): Promise<UnitLinkView[]> {
    const [own, other] = unit.tree === 'territory' ? ['commune_id', 'unit_id'] : ['unit_id', 'commune_id'];
    return this.dataSource.query(
      `SELECT u.id AS "unitId", v.name, u.code, u.tree, l.valid_from AS "from", l.valid_to AS "to"
       FROM unit_link l JOIN unit u ON u.id = l.${other} JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
       WHERE l.${own} = $1 AND ${asOf('l', '$2', '$3')} ORDER BY u.tree DESC, v.folded_name`,
      [unit.id, day, this.clock.now()],
    );
  }

  private async beyond(unitId: string, end: string | null): Promise<number> {
    if (end === null) return 0;
    const [{ people }] = await this.dataSource.query(
      `SELECT count(DISTINCT person_id)::int AS people FROM membership
       WHERE unit_id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)`,
      [unitId, end],
    );
    return people;
  }

  private async counts(unitId: string, day: string): Promise<UnitPage['people']> {
    return this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}, ${countedSql('$2', '$3')}
       SELECT c.code, c.name, n.count FROM counted n JOIN capacity c ON c.code = n.capacity ORDER BY c.position`,
      [[unitId], day, this.clock.now()],
    );
  }
}

/** The asked day when the unit was there, else the last one before it, else its first. */
function nearest(periods: UnitPeriod[], day: string): string {
  if (periods.some(({ from, to }) => from <= day && (to === null || to > day))) return day;
  const before = periods.findLast(({ from }) => from <= day);
  return before ? before.from : periods[0].from;
}
