import { Injectable } from '@nestjs/common';
import { UnitMergers } from '#libs/organisation';
import { Clock, conflict, type Tx } from '#libs/platform';
import { followed } from './follow-mergers.policy.js';
import type { NewMembership } from './memberships.service.js';
import { RecordPlaces } from './record-places.service.js';
import { PLACE_ROW, SupersedePlaces, type PlaceRow } from './supersede-places.service.js';

type Place = Partial<Pick<NewMembership, 'unitId' | 'position' | 'isHead' | 'source' | 'importId'>>;

/** As `Memberships` has them: an event on a day, a correction from the start, an end. */
export type MembershipChange =
  | { id: string; kind: 'from-day'; on: string; change: Place }
  | { id: string; kind: 'from-start'; change: Place & { from?: string } }
  | { id: string; kind: 'end'; on: string };

export interface Changed {
  /** What was changed, and what followed it in the units that its own is yet to become part of. */
  closedIds: string[];
  madeIds: string[];
}

/** A membership that stands again as it stood before. */
export interface Recorded {
  personId: string;
  closedId: string;
  id: string;
}

/** Places of thousands of people with a few statements; the same rules as `Memberships` for one. */
@Injectable()
export class BulkMemberships {
  constructor(
    private readonly places: SupersedePlaces,
    private readonly record: RecordPlaces,
    private readonly mergers: UnitMergers,
    private readonly clock: Clock,
  ) {}

  /** Gives the ids of what each became: of several rows where its unit becomes part of another. */
  async addMany(tx: Tx, list: NewMembership[]): Promise<string[][]> {
    return this.insertFollowed(
      tx,
      list.map((membership) => ({
        ...membership,
        position: membership.position ?? null,
        isHead: membership.isHead ?? false,
        importId: membership.importId ?? null,
        to: membership.to ?? null,
      })),
    );
  }

  /** In the given order. Throws `membership.ended` when one has changed meanwhile. */
  async changeMany(tx: Tx, changes: MembershipChange[]): Promise<Changed[]> {
    const closed = await this.places.close(
      tx,
      changes.map(({ id }) => id),
    );
    const made: { change: number; row: PlaceRow }[] = changes.flatMap((change, i) => {
      const found = closed.get(change.id);
      if (!found) throw conflict('membership.ended');
      return rowsAfter(found.row, change).map((after) => ({ change: i, row: after }));
    });
    const ids = await this.insertFollowed(
      tx,
      made.map(({ row }) => row),
    );
    const result = changes.map(({ id }): Changed => ({ closedIds: closed.get(id)!.ids, madeIds: [] }));
    made.forEach(({ change }, i) => result[change].madeIds.push(...ids[i]));
    return result;
  }

  /**
   * The opposite of a change: what it made is closed as known, what it closed is recorded anew. Answers under which ids.
   */
  async undoMany(tx: Tx, changes: Changed[]): Promise<Recorded[]> {
    const made = changes.flatMap(({ madeIds }) => madeIds);
    const [, closed]: [unknown, number] = await tx.query(
      'UPDATE membership SET superseded_at = greatest($2, recorded_at) WHERE id = ANY($1::uuid[]) AND superseded_at IS NULL',
      [made, this.clock.now()],
    );
    if (closed !== made.length) throw conflict('undo.membership-changed');
    const rows: (PlaceRow & { id: string })[] = await tx.query(
      `SELECT id, ${PLACE_ROW} FROM membership WHERE id = ANY($1::uuid[])`,
      [changes.flatMap(({ closedIds }) => closedIds)],
    );
    const ids = await this.record.insert(tx, rows);
    return rows.map(({ id, personId }, i) => ({ personId, closedId: id, id: ids[i] }));
  }

  private async insertFollowed(tx: Tx, rows: PlaceRow[]): Promise<string[][]> {
    const mergers = await this.mergers.of(
      tx,
      rows.map(({ unitId }) => unitId),
    );
    const pieces = rows.map((row) => followed(row, mergers));
    const ids = await this.record.insert(tx, pieces.flat());
    let next = 0;
    return pieces.map((list) => list.map(() => ids[next++]));
  }
}

/** What stands instead of a row that is closed. */
function rowsAfter(row: PlaceRow, change: MembershipChange): PlaceRow[] {
  if (change.kind === 'from-start') return [{ ...row, ...change.change }];
  if (row.to && row.to <= change.on) throw conflict('membership.ended');
  const before = row.from < change.on ? [{ ...row, to: change.on }] : [];
  if (change.kind === 'end') return before;
  return [...before, { ...row, ...change.change, from: row.from > change.on ? row.from : change.on }];
}
