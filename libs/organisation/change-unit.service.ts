import { Injectable } from '@nestjs/common';
import { Clock, clean, conflict, fold, newId, notFound, type Tx } from '#libs/platform';

interface OpenVersion {
  id: string;
  name: string;
  parent_id: string | null;
  position: number;
  valid_from: string;
}

/** Dated events of a unit. What was known before stays in the superseded row. */
@Injectable()
export class ChangeUnit {
  constructor(private readonly clock: Clock) {}

  async rename(tx: Tx, unitId: string, change: { name: string; on: string }): Promise<void> {
    await this.succeed(tx, unitId, change.on, (now) => ({ ...now, name: clean(change.name) }));
  }

  async move(tx: Tx, unitId: string, change: { parentId: string; on: string }): Promise<void> {
    await this.succeed(tx, unitId, change.on, (now) => ({ ...now, parent_id: change.parentId }));
  }

  /** The unit exists no longer from that day; its history stays. */
  async close(tx: Tx, unitId: string, on: string): Promise<void> {
    await this.succeed(tx, unitId, on, () => null);
  }

  /** Several units become one: they end on the day, and what stood below them moves to the new one. */
  async merge(tx: Tx, fromIds: string[], intoId: string, on: string): Promise<void> {
    for (const fromId of fromIds) {
      const children = await tx.query(
        'SELECT unit_id AS id FROM unit_version WHERE parent_id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)',
        [fromId, on],
      );
      for (const { id } of children) if (id !== intoId) await this.move(tx, id, { parentId: intoId, on });
      await this.close(tx, fromId, on);
    }
  }

  /** Supersedes the row valid on the day by its part before the day and, unless it ends, its changed part from the day on. */
  private async succeed(
    tx: Tx,
    unitId: string,
    on: string,
    change: (now: OpenVersion) => OpenVersion | null,
  ): Promise<void> {
    const [current] = await tx.query(
      `SELECT id, name, parent_id, position, valid_from FROM unit_version
       WHERE unit_id = $1 AND superseded_at IS NULL AND valid_to IS NULL FOR UPDATE`,
      [unitId],
    );
    if (!current) throw notFound('unit.unknown');
    if (current.valid_from > on) throw conflict('unit.changed-later');
    const at = this.clock.now();
    await tx.query('UPDATE unit_version SET superseded_at = $2 WHERE id = $1', [current.id, at]);
    if (current.valid_from < on) await this.insert(tx, unitId, current, current.valid_from, on, at);
    const next = change(current);
    if (next) await this.insert(tx, unitId, next, on, null, at);
  }

  private async insert(
    tx: Tx,
    unitId: string,
    version: OpenVersion,
    from: string,
    to: string | null,
    at: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO unit_version (id, unit_id, name, folded_name, parent_id, position, valid_from, valid_to, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [newId(), unitId, version.name, fold(version.name), version.parent_id, version.position, from, to, at],
    );
  }
}
