import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '#libs/platform';

interface Pair {
  there: string;
  here: string;
}

/**
 * People who went from one unit to another on a day, and have stayed there since: a row that ended, and one that began.
 * The two were recorded together; who was listed in the other from that very day has a row there besides, which stays.
 */
const PAIRS = `SELECT DISTINCT ON (n.id) n.id AS there, o.id AS here FROM membership o
  JOIN membership n ON n.person_id = o.person_id AND n.capacity = o.capacity AND n.unit_id = $2
    AND n.superseded_at IS NULL AND n.valid_from = $3
    AND (n.recorded_at = o.recorded_at OR NOT EXISTS (SELECT FROM membership moved WHERE moved.person_id = o.person_id
      AND moved.capacity = o.capacity AND moved.unit_id = $2 AND moved.superseded_at IS NULL AND moved.valid_from = $3
      AND moved.recorded_at = o.recorded_at))
  WHERE o.unit_id = $1 AND o.superseded_at IS NULL AND o.valid_to = $3 ORDER BY n.id, o.id`;

/** The way back for `MoveMembers`: who was moved is listed where they were, as if they had never been moved. */
@Injectable()
export class ReturnMembers {
  constructor(private readonly clock: Clock) {}

  async return(tx: Tx, homeId: string, fromId: string, on: string): Promise<number> {
    const pairs: Pair[] = await tx.query(PAIRS, [homeId, fromId, on]);
    const [there, here] = [pairs.map((pair) => pair.there), pairs.map((pair) => pair.here)];
    const at = this.clock.now();
    await tx.query(
      'UPDATE membership SET superseded_at = greatest($2::timestamptz, recorded_at) WHERE id = ANY($1) AND superseded_at IS NULL',
      [[...there, ...here], at],
    );
    const rows = await tx.query(
      `INSERT INTO membership (id, person_id, unit_id, capacity, position, is_head, source, import_id, valid_from, valid_to, recorded_at)
       SELECT pair.id, o.person_id, o.unit_id, o.capacity, o.position, o.is_head, o.source, o.import_id, o.valid_from, n.valid_to, $4
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS pair(id, here, there)
       JOIN membership o ON o.id = pair.here JOIN membership n ON n.id = pair.there RETURNING person_id`,
      [pairs.map(() => newId()), here, there, at],
    );
    return new Set(rows.map((row: { person_id: string }) => row.person_id)).size;
  }
}
