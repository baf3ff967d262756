import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';

export interface Merger {
  intoId: string;
  on: string;
}

/** What of a unit `gone.into_id` was split off with its people when it ended; no more once it was opened again. */
const HEIR = `SELECT e.unit_ids[1], e.heir_id, e.effective_on FROM unit_event e
  WHERE e.unit_ids @> ARRAY[gone.into_id] AND e.unit_ids[1] = gone.into_id AND e.heir_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM unit_event r WHERE r.unit_ids @> ARRAY[gone.into_id] AND r.unit_ids[1] = gone.into_id
      AND r.kind = 'reopen' AND r.effective_on = e.effective_on AND r.recorded_at >= e.recorded_at)`;

/** Where the people of units go and when, by a merger or a split, as known now; either may be recorded long before its day. */
@Injectable()
export class UnitMergers {
  /** By unit; with where those in turn go. */
  async of(tx: Tx, unitIds: string[]): Promise<Map<string, Merger>> {
    const rows: (Merger & { unitId: string })[] = await tx.query(
      `WITH RECURSIVE gone AS (
         SELECT NULL::uuid AS unit_id, id AS into_id, NULL::date AS day FROM unnest($1::uuid[]) AS asked(id)
         UNION
         SELECT next.* FROM gone CROSS JOIN LATERAL (
           SELECT m.unit_id, m.into_id, m.merged_on FROM unit_merge m WHERE m.unit_id = gone.into_id AND m.superseded_at IS NULL
           UNION ALL ${HEIR}) next
       ) SELECT unit_id AS "unitId", into_id AS "intoId", day AS "on" FROM gone WHERE unit_id IS NOT NULL ORDER BY day`,
      [[...new Set(unitIds)]],
    );
    return new Map(rows.map(({ unitId, ...merger }) => [unitId, merger]));
  }
}
