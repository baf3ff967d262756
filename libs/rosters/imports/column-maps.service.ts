import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '#libs/platform';
import type { ColumnMap } from './roster-columns.js';

/** What the headings of a unit's files mean, for each kind of roster: said once, remembered for the next file. */
@Injectable()
export class ColumnMaps {
  constructor(private readonly clock: Clock) {}

  async of(tx: Pick<Tx, 'query'>, unitId: string, capacity: string): Promise<ColumnMap> {
    const [row] = await tx.query('SELECT columns FROM roster_column_map WHERE unit_id = $1 AND capacity = $2', [
      unitId,
      capacity,
    ]);
    return row?.columns ?? {};
  }

  /** What was said before of other headings stays. */
  async remember(tx: Tx, at: { unitId: string; capacity: string; by: string }, columns: ColumnMap): Promise<void> {
    await tx.query(
      `INSERT INTO roster_column_map AS m (unit_id, capacity, columns, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (unit_id, capacity) DO UPDATE SET columns = m.columns || EXCLUDED.columns,
         updated_by = EXCLUDED.updated_by, updated_at = EXCLUDED.updated_at`,
      [at.unitId, at.capacity, JSON.stringify(columns), at.by, this.clock.now()],
    );
  }
}
