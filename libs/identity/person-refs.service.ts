import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { KeyRing, UnitOfWork, invalid, notFound, safeEqual } from '#libs/platform';
import { AccessLog } from './access-log.service.js';
import type { Actor } from './actor.js';
import { phoneIndexes } from './identity-fields.js';
import { normalisePhone } from './phone.js';

export interface PersonFound {
  /** Stands for the person in a form of this one actor: a bare id from elsewhere opens nothing. */
  ref: string;
  personId: string;
  fullName: string;
  birthYear: number | null;
}

/** People that an actor was shown may be named again by that actor; whoever was not shown may not be. */
@Injectable()
export class PersonRefs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly keys: KeyRing,
    private readonly accessLog: AccessLog,
  ) {}

  issue(actor: Actor, personId: string): string {
    return `${personId}.${this.mac(actor, personId)}`;
  }

  /** Throws `person.unknown` for a reference that this actor was not given. */
  async open(actor: Actor, ref: string): Promise<PersonFound> {
    const [personId, mac] = ref.split('.');
    if (!mac || !safeEqual(mac, this.mac(actor, personId))) throw notFound('person.unknown');
    const [row] = await this.dataSource.query(
      'SELECT full_name AS "fullName", birth_year AS "birthYear" FROM identity WHERE person_id = $1',
      [personId],
    );
    if (!row) throw notFound('person.unknown');
    return { ref, personId, ...row };
  }

  /** Who proved to have this phone, wherever they are; the look is logged. */
  async byVerifiedPhone(actor: Actor, phone: string, purpose: string): Promise<PersonFound[]> {
    const number = normalisePhone(phone);
    if (!number) throw invalid('phone.invalid');
    const rows: Omit<PersonFound, 'ref'>[] = await this.dataSource.query(
      `SELECT person_id AS "personId", full_name AS "fullName", birth_year AS "birthYear" FROM identity
       WHERE phone_index = ANY($1) AND phone_verified_at IS NOT NULL ORDER BY person_id LIMIT 5`,
      [phoneIndexes(this.keys, number)],
    );
    const seen = rows.map(({ personId }) => personId);
    await this.work.run((tx) => this.accessLog.recordMany(tx, actor, seen, 'person.search', purpose));
    return rows.map((row) => ({ ...row, ref: this.issue(actor, row.personId) }));
  }

  private mac(actor: Actor, personId: string): string {
    return this.keys.mac(`${actor.personId}:${personId}`, 'person-ref');
  }
}
