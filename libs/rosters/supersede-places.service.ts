import { Injectable } from '@nestjs/common';
import { UnitMergers, type Merger } from '#libs/organisation';
import { Clock, type Tx } from '#libs/platform';
import type { MembershipSource } from './membership.entity.js';

/** A row of `membership`. */
export interface PlaceRow {
  personId: string;
  unitId: string;
  capacity: string;
  position: string | null;
  isHead: boolean;
  source: MembershipSource;
  importId: string | null;
  from: string;
  to: string | null;
}

export const PLACE_ROW = `person_id AS "personId", unit_id AS "unitId", capacity, position, is_head AS "isHead", source,
  import_id AS "importId", valid_from AS "from", valid_to AS "to"`;

export interface Superseded {
  /** What it said; `to` is the end of what followed. */
  row: PlaceRow;
  /** Of the rows that were closed: its own, then those that followed. */
  ids: string[];
}

interface Followed extends Superseded {
  lastUnitId: string;
}

/**
 * Closes places as known. Where a unit is yet to become part of another, what follows there is the same place: whoever
 * leaves the one before that day does not come to the other on it.
 */
@Injectable()
export class SupersedePlaces {
  constructor(
    private readonly mergers: UnitMergers,
    private readonly clock: Clock,
  ) {}

  /** By id; without those that have been closed already. */
  async close(tx: Tx, ids: string[]): Promise<Map<string, Superseded>> {
    const rows = await this.closeWhere(tx, 'id = ANY($2::uuid[])', [ids]);
    const all = new Map(rows.map(({ id, ...row }) => [id, { row, ids: [id], lastUnitId: row.unitId }]));
    const today = this.clock.today();
    await this.follow(
      tx,
      [...all.values()].filter(({ row }) => row.to !== null && row.to > today),
    );
    return all;
  }

  private async follow(tx: Tx, ending: Followed[]): Promise<void> {
    if (ending.length === 0) return;
    const mergers = await this.mergers.of(
      tx,
      ending.map(({ lastUnitId }) => lastUnitId),
    );
    for (let open = ending; open.length > 0;) {
      const merging = open.filter((place) => movesOn(place, mergers));
      const next = await this.closeNext(tx, merging);
      open = merging.filter((place) => goesOn(place, next));
    }
  }

  private async closeNext(tx: Tx, places: Followed[]): Promise<Map<string, PlaceRow & { id: string }>> {
    if (places.length === 0) return new Map();
    const rows = await this.closeWhere(
      tx,
      `(person_id, capacity, unit_id, valid_from) IN (SELECT * FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::date[]))`,
      [
        places.map(({ row }) => row.personId),
        places.map(({ row }) => row.capacity),
        places.map(({ lastUnitId }) => lastUnitId),
        places.map(({ row }) => row.to),
      ],
    );
    return new Map(rows.map((row) => [keyOf(row, row.unitId, row.from), row]));
  }

  private async closeWhere(tx: Tx, which: string, params: unknown[]): Promise<(PlaceRow & { id: string })[]> {
    const [rows] = await tx.query(
      `UPDATE membership SET superseded_at = greatest($1, recorded_at) WHERE ${which} AND superseded_at IS NULL
       RETURNING id, ${PLACE_ROW}`,
      [this.clock.now(), ...params],
    );
    return rows;
  }
}

const keyOf = ({ personId, capacity }: PlaceRow, unitId: string, from: string | null): string =>
  `${personId} ${capacity} ${unitId} ${from}`;

/** Whether it ends on the day on which its unit becomes part of another. */
function movesOn(place: Followed, mergers: Map<string, Merger>): boolean {
  const merger = mergers.get(place.lastUnitId);
  if (merger?.on !== place.row.to) return false;
  place.lastUnitId = merger.intoId;
  return true;
}

/** Whether it may go on still after the one that was found to follow. */
function goesOn(place: Followed, next: Map<string, PlaceRow & { id: string }>): boolean {
  const following = next.get(keyOf(place.row, place.lastUnitId, place.row.to));
  if (!following) return false;
  place.ids.push(following.id);
  place.row.to = following.to;
  return following.to !== null;
}
