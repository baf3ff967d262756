import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, type Tx } from '#libs/platform';
import { asOf } from './subtree.js';

export interface UnitPlace {
  /** The day nearest to the asked one on which it stood or will stand. */
  day: string;
  name: string;
  /** The day from which it is no more; null while it stands or is still to come. */
  endedOn: string | null;
}

/** The day nearest to `$2` on which each of the units `$1` stood or will stand, with its name then. */
const PLACE = `place AS (
  SELECT DISTINCT ON (v.unit_id) v.unit_id AS id, v.name, CASE WHEN v.valid_to <= $2::date THEN v.valid_to END AS ended_on,
    least(greatest(v.valid_from, $2::date), v.valid_to - 1) AS day
  FROM unit_version v WHERE v.unit_id = ANY($1::uuid[]) AND v.superseded_at IS NULL
  ORDER BY v.unit_id, abs(least(greatest(v.valid_from, $2::date), v.valid_to - 1) - $2::date), v.valid_from
)`;

/** Units that are no more, or not yet: where they stood last or will stand first. What stands is where it stands on the day. */
@Injectable()
export class UnitPlaces {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async of(ids: string[], day: string, tx?: Pick<Tx, 'query'>): Promise<Map<string, UnitPlace>> {
    const rows: (UnitPlace & { id: string })[] = await (tx ?? this.dataSource).query(
      `WITH ${PLACE} SELECT id, name, day, ended_on AS "endedOn" FROM place`,
      [ids, day],
    );
    return new Map(rows.map(({ id, ...place }) => [id, place]));
  }

  /** The day itself, or for a unit that is still to come its first. */
  async dayOf(unitId: string, day: string, tx?: Pick<Tx, 'query'>): Promise<string> {
    const place = (await this.of([unitId], day, tx)).get(unitId);
    return place?.endedOn === null ? place.day : day;
  }

  /** The days `[from, to)` on which the unit stood or will stand; what follows without a gap is one. */
  async standing(unitId: string, tx?: Pick<Tx, 'query'>): Promise<{ from: string; to: string | null }[]> {
    return (tx ?? this.dataSource).query(
      `SELECT lower(days) AS "from", upper(days) AS "to" FROM (
         SELECT unnest(range_agg(daterange(valid_from, valid_to))) AS days FROM unit_version WHERE unit_id = $1 AND superseded_at IS NULL
       ) standing ORDER BY 1`,
      [unitId],
    );
  }

  /** Those that were at or below one of the roots there. */
  async within(ids: string[], rootIds: string[], day: string, tx?: Pick<Tx, 'query'>): Promise<Set<string>> {
    const rows: { id: string }[] = await (tx ?? this.dataSource).query(
      `WITH RECURSIVE ${PLACE}, up AS (
         SELECT i.id, i.id AS at, p.day, 0 AS depth FROM unnest($1::uuid[]) AS i(id) LEFT JOIN place p USING (id)
         UNION ALL
         SELECT up.id, v.parent_id, up.day, up.depth + 1 FROM up JOIN unit_version v ON v.unit_id = up.at AND ${asOf('v', 'up.day', '$4::timestamptz')}
         WHERE v.parent_id IS NOT NULL AND up.depth < 20
       ) SELECT DISTINCT id FROM up WHERE at = ANY($3::uuid[])`,
      [ids, day, rootIds, this.clock.now()],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
