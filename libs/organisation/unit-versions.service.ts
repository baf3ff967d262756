import { Injectable } from '@nestjs/common';
import { Clock, conflict, fold, newId, notFound, type Tx } from '#libs/platform';
import { samePeriod, type Period, type Timeline } from './unit-timeline.policy.js';
import type { Tree } from './unit.entity.js';

type StoredPeriod = Period & { id: string };

/** The rows behind units' timelines: superseded and inserted, never changed. Inside this lib only. */
@Injectable()
export class UnitVersions {
  constructor(private readonly clock: Clock) {}

  /** What is known now; nobody else changes the same tree before the transaction ends. */
  async lock(tx: Tx, unitId: string): Promise<{ tree: Tree; timeline: StoredPeriod[] }> {
    const [unit] = await tx.query('SELECT tree FROM unit WHERE id = $1', [unitId]);
    if (!unit) throw notFound('unit.unknown');
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`unit:${unit.tree}`]);
    const timeline = await tx.query(
      `SELECT id, valid_from AS "from", valid_to AS "to", name, parent_id AS "parentId", position
       FROM unit_version WHERE unit_id = $1 AND superseded_at IS NULL ORDER BY valid_from`,
      [unitId],
    );
    return { tree: unit.tree, timeline };
  }

  /** Supersedes the periods that changed and records the new ones; what stayed the same keeps its row. */
  async save(tx: Tx, unitId: string, before: Timeline, after: Timeline): Promise<void> {
    const gone = (before as StoredPeriod[]).filter((old) => !after.some((period) => samePeriod(old, period)));
    const added = after.filter((period) => !before.some((old) => samePeriod(old, period)));
    await tx.query(
      'UPDATE unit_version SET superseded_at = greatest($2::timestamptz, recorded_at) WHERE id = ANY($1) AND superseded_at IS NULL',
      [gone.map(({ id }) => id), this.clock.now()],
    );
    for (const period of added) await this.insert(tx, unitId, period);
  }

  async insert(tx: Tx, unitId: string, period: Period): Promise<void> {
    await tx.query(
      `INSERT INTO unit_version (id, unit_id, name, folded_name, parent_id, position, valid_from, valid_to, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        newId(),
        unitId,
        period.name,
        fold(period.name),
        period.parentId,
        period.position,
        period.from,
        period.to,
        this.clock.now(),
      ],
    );
  }

  /** Every parent is of the same tree, exists throughout, and never stands below the unit itself. */
  async assertTree(tx: Tx, unitId: string, tree: Tree, timeline: Timeline): Promise<void> {
    for (const { parentId, from, to } of timeline) {
      if (!parentId) continue;
      const [parent] = await tx.query(
        `SELECT u.tree, coalesce(range_agg(daterange(v.valid_from, v.valid_to)) FILTER (WHERE v.id IS NOT NULL) @> daterange($2, $3), false) AS throughout
         FROM unit u LEFT JOIN unit_version v ON v.unit_id = u.id AND v.superseded_at IS NULL WHERE u.id = $1 GROUP BY u.tree`,
        [parentId, from, to],
      );
      if (!parent) throw notFound('unit.unknown');
      if (parent.tree !== tree) throw conflict('unit.other-tree');
      if (!parent.throughout) throw conflict('unit.parent-not-there');
      if (await this.standsAbove(tx, unitId, parentId, from, to)) throw conflict('unit.cycle');
    }
  }

  /** On some day of the period the unit is the parent itself or one of its ancestors. Places change only on first days of rows. */
  private async standsAbove(
    tx: Tx,
    unitId: string,
    parentId: string,
    from: string,
    to: string | null,
  ): Promise<boolean> {
    const [row] = await tx.query(
      `WITH RECURSIVE day(day) AS (
         SELECT $3::date
         UNION SELECT valid_from FROM unit_version WHERE superseded_at IS NULL AND valid_from > $3 AND ($4::date IS NULL OR valid_from < $4)
       ), up AS (
         SELECT day, $2::uuid AS id, 0 AS depth FROM day
         UNION ALL
         SELECT up.day, v.parent_id, up.depth + 1 FROM up JOIN unit_version v ON v.unit_id = up.id AND v.superseded_at IS NULL
           AND v.valid_from <= up.day AND (v.valid_to IS NULL OR v.valid_to > up.day)
         WHERE v.parent_id IS NOT NULL AND up.id <> $1 AND up.depth < 50
       ) SELECT bool_or(id = $1) AS above FROM up`,
      [unitId, parentId, from, to],
    );
    return row.above === true;
  }

  async hasChildrenFrom(tx: Tx, unitId: string, on: string): Promise<boolean> {
    return (await this.childrenFrom(tx, unitId, on)).length > 0;
  }

  /** Units that stand below it on the day or come to stand there later, and since when. */
  async childrenFrom(tx: Tx, unitId: string, on: string): Promise<{ id: string; from: string }[]> {
    return tx.query(
      `SELECT unit_id AS id, min(valid_from)::text AS "from" FROM unit_version
       WHERE parent_id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2) GROUP BY unit_id ORDER BY unit_id`,
      [unitId, on],
    );
  }

  async recordMerge(tx: Tx, unitId: string, intoId: string, on: string): Promise<void> {
    await tx.query(
      'INSERT INTO unit_merge (id, unit_id, into_id, merged_on, recorded_at) VALUES ($1, $2, $3, $4, $5)',
      [newId(), unitId, intoId, on, this.clock.now()],
    );
  }

  /** What a unit became part of on the day, if it did: from now on it never did. */
  async takeBackMerge(tx: Tx, unitId: string, on: string): Promise<string | null> {
    const [rows] = await tx.query(
      `UPDATE unit_merge SET superseded_at = greatest($3::timestamptz, recorded_at)
       WHERE unit_id = $1 AND merged_on = $2 AND superseded_at IS NULL RETURNING into_id AS id`,
      [unitId, on, this.clock.now()],
    );
    return rows[0]?.id ?? null;
  }

  /** Units that went on the day from below one unit to below another, or that were below the first and took it over. */
  async movedOn(tx: Tx, fromId: string, intoId: string, on: string): Promise<string[]> {
    const rows = await tx.query(
      `SELECT o.unit_id AS id FROM unit_version o JOIN unit_version n ON n.unit_id = o.unit_id AND n.superseded_at IS NULL AND n.valid_from = $3
       WHERE o.parent_id = $1 AND o.superseded_at IS NULL AND o.valid_to = $3 AND (n.parent_id = $2 OR n.unit_id = $2) ORDER BY o.unit_id`,
      [fromId, intoId, on],
    );
    return rows.map(({ id }: { id: string }) => id);
  }

  /** One that looks the same in the same place: same name and kind, on the day or later. */
  async double(tx: Tx, unitId: string, place: { name: string; parentId: string; on: string }) {
    const [other]: { name: string; code: string }[] = await tx.query(
      `SELECT v.name, u.code FROM unit_version v JOIN unit u ON u.id = v.unit_id
       WHERE v.parent_id = $2 AND v.superseded_at IS NULL AND (v.valid_to IS NULL OR v.valid_to > $3) AND v.folded_name = $4
         AND u.id <> $1 AND u.kind = (SELECT kind FROM unit WHERE id = $1) LIMIT 1`,
      [unitId, place.parentId, place.on, fold(place.name)],
    );
    return other ?? null;
  }
}
