import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  AccessLog,
  People,
  ReadGuardian,
  maskGuardian,
  maskPhone,
  scopeOf,
  type Actor,
  type GuardianView,
} from '#libs/identity';
import { UnitPlaces, Units } from '#libs/organisation';
import { Clock, UnitOfWork } from '#libs/platform';
import type { MembershipSource } from '../membership.entity.js';
import { joinedTo } from '../one-human.sql.js';
import { PersonScope } from './person-scope.service.js';

/** A place of the person in a unit, past, present or to come, as known now. */
export interface TimelineEntry {
  membershipId: string;
  unitId: string;
  unitName: string;
  capacity: string;
  capacityName: string;
  sensitive: boolean;
  position: string | null;
  isHead: boolean;
  source: MembershipSource;
  from: string;
  /** First day on which it no longer held. */
  to: string | null;
  when: 'past' | 'now' | 'later';
  /** It came with a record that was found to be the same person. */
  merged: boolean;
  /** The actor may change it. */
  mine: boolean;
  /** The actor may say that it was recorded wrongly, the unit being theirs still or where it stood last. */
  correctable: boolean;
}

export interface PersonCard {
  personId: string;
  fullName: string;
  birthYear: number | null;
  /** `0912 *** *78` */
  phone: string | null;
  phoneVerified: boolean;
  /** `… 123` */
  personalNumber: string | null;
  /** Who consented for somebody under sixteen; name and phone masked. */
  guardian: GuardianView | null;
  timeline: TimelineEntry[];
  /** Records that were joined to this one. */
  merges: { id: string; personId: string; fullName: string | null; decidedAt: Date }[];
  /** The record that this one was joined to. */
  mergedInto: { personId: string; fullName: string | null } | null;
}

/** What a unit manager sees of one person: masked, with the timeline; every look is logged. */
@Injectable()
export class ReadPerson {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: PersonScope,
    private readonly people: People,
    private readonly guardians: ReadGuardian,
    private readonly units: Units,
    private readonly places: UnitPlaces,
    private readonly accessLog: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** Refuses `access.denied`, `scope.outside`, `person.unknown`. */
  async open(actor: Actor, personId: string): Promise<PersonCard> {
    await this.scope.assert(actor, 'roster.view', personId);
    const person = await this.people.find(personId);
    const guardian = await this.guardians.of(personId);
    await this.work.run((tx) => this.accessLog.record(tx, actor, personId, 'person.view', 'Quản lý danh sách đơn vị'));
    return {
      personId,
      fullName: person.fullName,
      birthYear: person.birthYear,
      phone: person.phone && maskPhone(person.phone),
      phoneVerified: person.phoneVerified,
      personalNumber: person.personalNumber && `… ${person.personalNumber.slice(-3)}`,
      guardian: guardian && maskGuardian(guardian),
      timeline: await this.timeline(actor, personId),
      merges: await this.merges(personId),
      mergedInto: await this.mergedInto(personId),
    };
  }

  /** Who is in the Party is shown only for places in the actor's own units. */
  private async timeline(actor: Actor, personId: string): Promise<TimelineEntry[]> {
    const today = this.clock.today();
    const edit = await this.units.subtreeIds(scopeOf(actor, 'roster.import'), today);
    const rows: Omit<TimelineEntry, 'correctable'>[] = await this.dataSource.query(
      `WITH RECURSIVE ${joinedTo('$1::uuid')}
       SELECT m.id AS "membershipId", m.unit_id AS "unitId", m.capacity, c.name AS "capacityName", m.position,
         m.is_head AS "isHead", m.source, m.valid_from AS "from", m.valid_to AS "to", m.person_id <> $1 AS merged, c.sensitive,
         CASE WHEN m.valid_to <= $2::date THEN 'past' WHEN m.valid_from > $2::date THEN 'later' ELSE 'now' END AS "when",
         m.unit_id = ANY ($3::uuid[]) AS mine,
         coalesce((SELECT v.name FROM unit_version v WHERE v.unit_id = m.unit_id AND v.superseded_at IS NULL
           ORDER BY v.valid_from <= coalesce(m.valid_to, $2::date) DESC, v.valid_from DESC LIMIT 1), '') AS "unitName"
       FROM one JOIN membership m ON m.person_id = one.id AND m.superseded_at IS NULL
       JOIN capacity c ON c.code = m.capacity
       ORDER BY (m.valid_to <= $2::date) IS TRUE, m.valid_from DESC, c.position`,
      [personId, today, edit],
    );
    const unitIds = rows.map(({ unitId }) => unitId);
    const own = await this.places.within(unitIds, scopeOf(actor, 'roster.view'), today);
    const corrects = await this.places.within(unitIds, scopeOf(actor, 'roster.import'), today);
    return rows
      .filter(({ sensitive, unitId }) => !sensitive || own.has(unitId))
      .map((row) => ({ ...row, correctable: row.when !== 'later' && corrects.has(row.unitId) }));
  }

  private async mergedInto(personId: string): Promise<PersonCard['mergedInto']> {
    const [into] = await this.dataSource.query(
      `SELECT g.into_person_id AS "personId", i.full_name AS "fullName" FROM person_merge g
       LEFT JOIN identity i ON i.person_id = g.into_person_id WHERE g.from_person_id = $1 AND g.superseded_at IS NULL`,
      [personId],
    );
    return into ?? null;
  }

  private async merges(personId: string): Promise<PersonCard['merges']> {
    return this.dataSource.query(
      `SELECT g.id, g.from_person_id AS "personId", i.full_name AS "fullName", g.recorded_at AS "decidedAt" FROM person_merge g
       LEFT JOIN identity i ON i.person_id = g.from_person_id
       WHERE g.into_person_id = $1 AND g.superseded_at IS NULL ORDER BY g.recorded_at DESC`,
      [personId],
    );
  }
}
