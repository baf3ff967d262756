import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '#libs/platform';
import { RecordPlaces } from '../record-places.service.js';
import { PLACE_ROW, type PlaceRow } from '../supersede-places.service.js';

/** All people of some units belong to another one from a day on: thousands at once, in a few statements. */
@Injectable()
export class MoveMembers {
  constructor(
    private readonly record: RecordPlaces,
    private readonly clock: Clock,
  ) {}

  async move(tx: Tx, fromIds: string[], intoId: string, on: string): Promise<{ memberships: number; people: number }> {
    const [rows]: [PlaceRow[]] = await tx.query(
      `UPDATE membership SET superseded_at = greatest($3::timestamptz, recorded_at)
       WHERE unit_id = ANY($1) AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2) RETURNING ${PLACE_ROW}`,
      [fromIds, on, this.clock.now()],
    );
    const there: PlaceRow[] = await tx.query(
      `SELECT ${PLACE_ROW} FROM membership WHERE unit_id = $1 AND superseded_at IS NULL AND person_id = ANY($2)`,
      [intoId, rows.map(({ personId }) => personId)],
    );
    const past = rows.filter(({ from }) => from < on).map((row) => ({ ...row, to: on }));
    const moved = rows.map((row) => ({ ...row, unitId: intoId, from: row.from > on ? row.from : on }));
    await this.record.insert(tx, [...past, ...withoutRepeats(moved, there)]);
    return { memberships: rows.length, people: new Set(rows.map(({ personId }) => personId)).size };
  }
}

/** Who was listed in several of the units, or in the new one already, is listed there once. */
function withoutRepeats(moved: PlaceRow[], there: PlaceRow[]): PlaceRow[] {
  const known = new Map<string, PlaceRow[]>();
  const key = ({ personId, capacity }: PlaceRow) => `${personId} ${capacity}`;
  const add = (row: PlaceRow) => known.set(key(row), [...(known.get(key(row)) ?? []), row]);
  there.forEach(add);
  return moved
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .filter((row) => {
      if (known.get(key(row))?.some((other) => covers(other, row))) return false;
      add(row);
      return true;
    });
}

const covers = (a: PlaceRow, b: PlaceRow): boolean =>
  a.from <= b.from && (a.to === null || (b.to !== null && b.to <= a.to));
