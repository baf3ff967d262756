import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';

export interface Merger {
  intoId: string;
  on: string;
}

/** What units become part of and when, as known now; a merger may be recorded long before its day. */
@Injectable()
export class UnitMergers {
  /** By unit; with what those in turn become part of. */
  async of(tx: Tx, unitIds: string[]): Promise<Map<string, Merger>> {
    const rows: (Merger & { unitId: string })[] = await tx.query(
      `WITH RECURSIVE gone AS (
         SELECT unit_id, into_id, merged_on FROM unit_merge WHERE unit_id = ANY($1::uuid[]) AND superseded_at IS NULL
         UNION
         SELECT m.unit_id, m.into_id, m.merged_on FROM gone g JOIN unit_merge m ON m.unit_id = g.into_id AND m.superseded_at IS NULL
       ) SELECT unit_id AS "unitId", into_id AS "intoId", merged_on AS "on" FROM gone ORDER BY merged_on`,
      [[...new Set(unitIds)]],
    );
    return new Map(rows.map(({ unitId, ...merger }) => [unitId, merger]));
  }
}
