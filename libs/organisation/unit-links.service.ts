import { Injectable } from '@nestjs/common';
import { Clock, conflict, newId, notFound, type Tx } from '#libs/platform';

/** Which territory unit a state or Party unit belongs to: superseded and inserted, never changed. Inside this lib only. */
@Injectable()
export class UnitLinks {
  constructor(private readonly clock: Clock) {}

  /** Bodies that belong to the territory unit on the day or later. */
  async linkedFrom(tx: Tx, territoryId: string, on: string): Promise<boolean> {
    const rows = await tx.query(
      'SELECT FROM unit_link WHERE commune_id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2) LIMIT 1',
      [territoryId, on],
    );
    return rows.length > 0;
  }

  async assertTerritory(tx: Tx, unitId: string, on: string): Promise<void> {
    const [unit] = await tx.query(
      `SELECT u.tree, EXISTS (SELECT FROM unit_version v WHERE v.unit_id = u.id AND v.superseded_at IS NULL
         AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2)) AS there FROM unit u WHERE u.id = $1`,
      [unitId, on],
    );
    if (!unit) throw notFound('unit.unknown');
    if (unit.tree !== 'territory') throw conflict('unit.link-not-territory');
    if (!unit.there) throw conflict('unit.parent-not-there');
  }

  async end(tx: Tx, unitId: string, on: string): Promise<void> {
    await this.change(tx, 'unit_id', unitId, on, null);
  }

  /** What was linked to one commune is linked to another from the day on. */
  async move(tx: Tx, fromCommuneId: string, intoCommuneId: string, on: string): Promise<void> {
    await this.change(tx, 'commune_id', fromCommuneId, on, intoCommuneId);
  }

  /**
   * A unit that ended on the day ended by mistake: the link that ended with it goes on, if its territory unit still stands.
   * Tells the territory unit it had, and whether it has it again.
   */
  async resume(tx: Tx, unitId: string, on: string): Promise<{ territoryId: string; resumed: boolean } | null> {
    const [link] = await tx.query(
      `SELECT l.id, l.commune_id AS "communeId", l.valid_from AS "from", EXISTS (SELECT FROM unit_version v
         WHERE v.unit_id = l.commune_id AND v.superseded_at IS NULL AND v.valid_to IS NULL) AS stands
       FROM unit_link l WHERE l.unit_id = $1 AND l.superseded_at IS NULL AND l.valid_to = $2`,
      [unitId, on],
    );
    if (!link) return null;
    if (link.stands) {
      await tx.query('UPDATE unit_link SET superseded_at = greatest($2::timestamptz, recorded_at) WHERE id = $1', [
        link.id,
        this.clock.now(),
      ]);
      await this.insert(tx, { unitId, communeId: link.communeId, from: link.from, to: null });
    }
    return { territoryId: link.communeId, resumed: link.stands };
  }

  /** Bodies that went from one territory unit to another on the day. */
  async movedOn(tx: Tx, fromId: string, intoId: string, on: string): Promise<string[]> {
    const rows = await tx.query(
      `SELECT o.unit_id AS id FROM unit_link o JOIN unit_link n ON n.unit_id = o.unit_id AND n.commune_id = $2
         AND n.superseded_at IS NULL AND n.valid_from = $3
       WHERE o.commune_id = $1 AND o.superseded_at IS NULL AND o.valid_to = $3 ORDER BY o.unit_id`,
      [fromId, intoId, on],
    );
    return rows.map(({ id }: { id: string }) => id);
  }

  private async change(
    tx: Tx,
    by: 'unit_id' | 'commune_id',
    id: string,
    on: string,
    communeId: string | null,
  ): Promise<void> {
    const [links] = await tx.query(
      `UPDATE unit_link SET superseded_at = greatest($3::timestamptz, recorded_at)
       WHERE ${by} = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)
       RETURNING unit_id AS "unitId", commune_id AS "communeId", valid_from AS "from", valid_to AS "to"`,
      [id, on, this.clock.now()],
    );
    for (const link of links) {
      if (link.from < on) await this.insert(tx, { ...link, to: on });
      if (communeId) await this.insert(tx, { ...link, communeId, from: link.from > on ? link.from : on });
    }
  }

  async insert(tx: Tx, link: { unitId: string; communeId: string; from: string; to: string | null }): Promise<void> {
    await tx.query(
      'INSERT INTO unit_link (id, unit_id, commune_id, valid_from, valid_to, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [newId(), link.unitId, link.communeId, link.from, link.to, this.clock.now()],
    );
  }
}
