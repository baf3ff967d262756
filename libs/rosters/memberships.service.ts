import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitMergers, asOf } from '#libs/organisation';
import { Clock, conflict, invalid, notFound, type Tx } from '#libs/platform';
import { followed } from './follow-mergers.policy.js';
import type { MembershipSource } from './membership.entity.js';
import { RecordPlaces } from './record-places.service.js';
import { SupersedePlaces, type PlaceRow } from './supersede-places.service.js';

export interface NewMembership {
  personId: string;
  unitId: string;
  capacity: string;
  position?: string | null;
  isHead?: boolean;
  source: MembershipSource;
  importId?: string | null;
  from: string;
  to?: string | null;
}

export interface MembershipView {
  id: string;
  personId: string;
  unitId: string;
  unitName: string | null;
  capacity: string;
  capacityName: string;
  /** Being listed in this capacity is sensitive personal data. */
  sensitive: boolean;
  position: string | null;
  isHead: boolean;
  source: MembershipSource;
  from: string;
  to: string | null;
}

type Place = Partial<Pick<NewMembership, 'unitId' | 'position' | 'isHead' | 'source' | 'importId'>>;

/**
 * Places of people in units. A row is never changed: an event on a day supersedes it by what it was before that day and
 * what it is from that day on; a correction supersedes it by the corrected row for its whole time.
 */
@Injectable()
export class Memberships {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: SupersedePlaces,
    private readonly record: RecordPlaces,
    private readonly mergers: UnitMergers,
    private readonly clock: Clock,
  ) {}

  async add(tx: Tx, membership: NewMembership): Promise<string> {
    if (membership.to && membership.to <= membership.from) throw invalid('membership.dates');
    return this.insert(tx, {
      ...membership,
      position: membership.position ?? null,
      isHead: membership.isHead ?? false,
      importId: membership.importId ?? null,
      to: membership.to ?? null,
    });
  }

  /** The last day is the one before `on`. Ended on its first day or earlier, it never was. */
  async end(tx: Tx, id: string, on: string): Promise<void> {
    const row = await this.supersede(tx, id);
    if (row.to && row.to <= on) throw conflict('membership.ended');
    if (row.from < on) await this.insert(tx, { ...row, to: on });
  }

  /** From the day on in another unit, or in the same one with another position. Returns the id of the new row. */
  async transfer(tx: Tx, id: string, { on, ...place }: Place & { on: string }): Promise<string> {
    const row = await this.supersede(tx, id);
    if (row.to && row.to <= on) throw conflict('membership.ended');
    if (row.from < on) await this.insert(tx, { ...row, to: on });
    return this.insert(tx, { ...row, ...place, from: row.from > on ? row.from : on });
  }

  /** What was recorded was wrong from the start. */
  async correct(tx: Tx, id: string, change: Place & { from?: string; to?: string | null }): Promise<string> {
    const row = { ...(await this.supersede(tx, id)), ...change };
    if (row.to && row.to <= row.from) throw invalid('membership.dates');
    return this.insert(tx, row);
  }

  /** Where the person is on the day, as known now. */
  async of(personId: string, day = this.clock.today(), tx?: Tx): Promise<MembershipView[]> {
    return (tx ?? this.dataSource).query(
      `SELECT m.id, m.person_id AS "personId", m.unit_id AS "unitId", v.name AS "unitName", m.capacity, c.name AS "capacityName", c.sensitive,
         m.position, m.is_head AS "isHead", m.source, m.valid_from AS "from", m.valid_to AS "to"
       FROM membership m JOIN capacity c ON c.code = m.capacity
       LEFT JOIN unit_version v ON v.unit_id = m.unit_id AND ${asOf('v', '$2', '$3')}
       WHERE m.person_id = $1 AND ${asOf('m', '$2', '$3')} ORDER BY c.position, m.valid_from`,
      [personId, day, this.clock.now()],
    );
  }

  private async supersede(tx: Tx, id: string): Promise<PlaceRow> {
    const closed = (await this.places.close(tx, [id])).get(id);
    if (!closed) throw notFound('membership.unknown');
    return closed.row;
  }

  /** Gives the id of the first piece. */
  private async insert(tx: Tx, row: PlaceRow): Promise<string> {
    const pieces = followed(row, await this.mergers.of(tx, [row.unitId]));
    return (await this.record.insert(tx, pieces))[0];
  }
}
