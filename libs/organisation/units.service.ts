import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, clean, conflict, newId, notFound, type Tx } from '#libs/platform';
import { asOf, subtreeSql } from './subtree.js';
import { UnitLinks } from './unit-links.service.js';
import { UnitVersions } from './unit-versions.service.js';
import type { Tree } from './unit.entity.js';

export interface NewUnit {
  /** Given by a caller that must name it beforehand. */
  id?: string;
  code: string;
  tree: Tree;
  kind: string;
  name: string;
  parentId: string | null;
  validFrom: string;
  position?: number;
}

export interface UnitNode {
  id: string;
  code: string;
  tree: Tree;
  kind: string;
  name: string;
  parentId: string | null;
}

const NODE = 'u.id, u.code, u.tree, u.kind, v.name, v.parent_id AS "parentId"';

/** Reads of the trees as of a day, and the making of units. Dated changes stand in ChangeUnit. */
@Injectable()
export class Units {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly versions: UnitVersions,
    private readonly links: UnitLinks,
  ) {}

  /** Refuses a code that the tree has already, and a parent that is not there from the first day on. */
  async create(tx: Tx, unit: NewUnit): Promise<string> {
    const id = unit.id ?? newId();
    const rows = await tx.query(
      'INSERT INTO unit (id, code, tree, kind, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tree, code) DO NOTHING RETURNING id',
      [id, unit.code, unit.tree, unit.kind, this.clock.now()],
    );
    if (rows.length === 0) throw conflict('unit.code-taken', { code: unit.code });
    const period = {
      from: unit.validFrom,
      to: null,
      name: clean(unit.name),
      parentId: unit.parentId,
      position: unit.position ?? 0,
    };
    await this.versions.assertTree(tx, id, unit.tree, [period]);
    await this.versions.insert(tx, id, period);
    return id;
  }

  /** The territory unit, usually a commune, that a state or Party unit belongs to. */
  async link(tx: Tx, unitId: string, communeId: string, from: string): Promise<void> {
    await this.links.insert(tx, { unitId, communeId, from, to: null });
  }

  async byCode(tree: Tree, code: string, tx?: Tx): Promise<UnitNode | null> {
    const [unit] = await this.read(tx).query(
      `SELECT ${NODE} FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$3', '$4')} WHERE u.tree = $1 AND u.code = $2`,
      [tree, code, this.clock.today(), this.clock.now()],
    );
    return unit ?? null;
  }

  async treeOf(unitId: string): Promise<Tree> {
    const [unit] = await this.dataSource.query('SELECT tree FROM unit WHERE id = $1', [unitId]);
    if (!unit) throw notFound('unit.unknown');
    return unit.tree;
  }

  /** Ids by code of those that are there on the day. */
  async idsOf(tree: Tree, codes: string[], day: string, tx?: Tx): Promise<Map<string, string>> {
    const rows: { id: string; code: string }[] = await this.read(tx).query(
      `SELECT u.id, u.code FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$3', '$4')}
       WHERE u.tree = $1 AND u.code = ANY($2)`,
      [tree, codes, day, this.clock.now()],
    );
    return new Map(rows.map(({ id, code }) => [code, id]));
  }

  async find(unitId: string, day = this.clock.today()): Promise<UnitNode> {
    const [unit] = await this.dataSource.query(
      `SELECT ${NODE} FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')} WHERE u.id = $1`,
      [unitId, day, this.clock.now()],
    );
    if (!unit) throw notFound('unit.unknown');
    return unit;
  }

  /** A commune or ward that stands today; false for anything else, a word included. */
  async isCommune(unitId: string): Promise<boolean> {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(unitId)) return false;
    const unit = await this.find(unitId).catch(() => null);
    return unit?.tree === 'territory' && (unit.kind === 'commune' || unit.kind === 'ward');
  }

  async childrenOn(unitId: string, day: string): Promise<UnitNode[]> {
    return this.dataSource.query(
      `SELECT ${NODE} FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
       WHERE v.parent_id = $1 ORDER BY v.position, v.folded_name`,
      [unitId, day, this.clock.now()],
    );
  }

  /** Those that are to begin below it after one day and up to another, and have never been before. */
  async childrenToCome(unitId: string, after: string, until: string): Promise<(UnitNode & { from: string })[]> {
    return this.dataSource.query(
      `SELECT ${NODE}, v.valid_from AS "from" FROM unit_version v JOIN unit u ON u.id = v.unit_id
       WHERE v.parent_id = $1 AND v.superseded_at IS NULL AND v.valid_from > $2 AND v.valid_from <= $3
         AND NOT EXISTS (SELECT FROM unit_version e WHERE e.unit_id = v.unit_id AND e.superseded_at IS NULL AND e.valid_from < v.valid_from)
       ORDER BY v.valid_from, v.folded_name`,
      [unitId, after, until],
    );
  }

  async roots(tree: Tree, day: string): Promise<UnitNode[]> {
    return this.dataSource.query(
      `SELECT ${NODE} FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
       WHERE u.tree = $1 AND v.parent_id IS NULL ORDER BY v.position, u.code`,
      [tree, day, this.clock.now()],
    );
  }

  /** From the root down to the unit itself. */
  async pathOn(unitId: string, day: string): Promise<UnitNode[]> {
    return this.dataSource.query(
      `WITH RECURSIVE path AS (
         SELECT ${NODE}, 0 AS up FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')} WHERE u.id = $1
         UNION ALL
         SELECT u.id, u.code, u.tree, u.kind, v.name, v.parent_id, p.up + 1
         FROM path p JOIN unit u ON u.id = p."parentId" JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
         WHERE p.up < 20
       ) SELECT id, code, tree, kind, name, "parentId" FROM path ORDER BY up DESC`,
      [unitId, day, this.clock.now()],
    );
  }

  /**
   * Ids of the roots and everything below them. As one text: thousands of rows would be thousands of objects to make and to
   * clear away again, a third of a second of collecting garbage in two hundred questions.
   */
  async subtreeIds(rootIds: string[], day: string, tx?: Tx): Promise<string[]> {
    const [{ ids }]: { ids: string | null }[] = await this.read(tx).query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT string_agg(unit_id::text, ',') AS ids FROM (SELECT DISTINCT unit_id FROM subtree) below`,
      [rootIds, day, this.clock.now()],
    );
    return ids === null ? [] : ids.split(',');
  }

  /** True when the unit stands at or below one of the roots on the day. */
  async isWithin(unitId: string, rootIds: string[], day: string, tx?: Tx): Promise<boolean> {
    if (rootIds.includes(unitId)) return true;
    const [row] = await this.read(tx).query(
      `WITH RECURSIVE up AS (
         SELECT $1::uuid AS id, 0 AS depth
         UNION ALL
         SELECT v.parent_id, up.depth + 1 FROM up JOIN unit_version v ON v.unit_id = up.id AND ${asOf('v', '$3::date', '$4::timestamptz')}
         WHERE v.parent_id IS NOT NULL AND up.depth < 20
       ) SELECT bool_or(id = ANY($2::uuid[])) AS inside FROM up`,
      [unitId, rootIds, day, this.clock.now()],
    );
    return row.inside === true;
  }

  async namesOn(ids: string[], day: string): Promise<Map<string, string>> {
    const rows = await this.dataSource.query(
      `SELECT v.unit_id AS id, v.name FROM unit_version v WHERE v.unit_id = ANY($1) AND ${asOf('v', '$2', '$3')}`,
      [ids, day, this.clock.now()],
    );
    return new Map(rows.map(({ id, name }: { id: string; name: string }) => [id, name]));
  }

  private read(tx?: Tx) {
    return tx ?? this.dataSource;
  }
}
