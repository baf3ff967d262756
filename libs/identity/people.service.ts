import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, KeyRing, clean, fold, newPersonId, notFound, type Tx } from '#libs/platform';
import {
  ADDRESS,
  PERSONAL_NUMBER,
  PHONE,
  personalNumberIndex,
  personalNumberIndexes,
  phoneIndex,
  phoneIndexes,
} from './identity-fields.js';

export interface NewPerson {
  fullName: string;
  birthYear?: number | null;
  birthDate?: string | null;
  /** E.164. */
  phone?: string | null;
  phoneVerified?: boolean;
  personalNumber?: string | null;
  address?: string | null;
}

export interface PersonView {
  personId: string;
  fullName: string;
  birthYear: number | null;
  birthDate: string | null;
  phone: string | null;
  phoneVerified: boolean;
  personalNumber: string | null;
}

/** Reads and writes what identifies people. Names are plain, the rest is encrypted. */
@Injectable()
export class People {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  async create(tx: Tx, person: NewPerson): Promise<string> {
    const personId = newPersonId();
    await tx.query('INSERT INTO person (id, created_at) VALUES ($1, $2)', [personId, this.clock.now()]);
    const name = clean(person.fullName);
    await tx.query(
      `INSERT INTO identity (person_id, full_name, folded_name, birth_year, birth_date, phone_cipher, phone_index, phone_verified_at,
         personal_number_cipher, personal_number_index, address_cipher, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        personId,
        name,
        fold(name),
        person.birthYear ?? yearOf(person.birthDate),
        person.birthDate ?? null,
        this.seal(person.phone, PHONE),
        person.phone ? phoneIndex(this.keys, person.phone) : null,
        person.phone && person.phoneVerified ? this.clock.now() : null,
        this.seal(person.personalNumber, PERSONAL_NUMBER),
        person.personalNumber ? personalNumberIndex(this.keys, person.personalNumber) : null,
        this.seal(person.address, ADDRESS),
        this.clock.now(),
      ],
    );
    return personId;
  }

  /** Sets the given fields; another phone or personal number than before is not verified, and a day of birth does not outlive its year. */
  async update(
    tx: Tx,
    personId: string,
    change: Partial<Pick<NewPerson, 'fullName' | 'birthYear' | 'birthDate' | 'phone' | 'personalNumber'>>,
  ): Promise<void> {
    const name = change.fullName === undefined ? null : clean(change.fullName);
    await tx.query(
      `UPDATE identity SET full_name = coalesce($2, full_name), folded_name = coalesce($3, folded_name),
         birth_date = coalesce($4, CASE WHEN extract(year FROM birth_date) = coalesce($5, birth_year) THEN birth_date END),
         birth_year = coalesce($5, birth_year),
         phone_cipher = coalesce($6, phone_cipher), phone_index = coalesce($7, phone_index),
         phone_verified_at = CASE WHEN phone_index <> ALL($11::text[]) THEN NULL ELSE phone_verified_at END,
         personal_number_verified_at = CASE WHEN personal_number_index <> ALL($12::text[]) THEN NULL ELSE personal_number_verified_at END,
         personal_number_cipher = coalesce($8, personal_number_cipher), personal_number_index = coalesce($9, personal_number_index),
         updated_at = $10 WHERE person_id = $1`,
      [
        personId,
        name,
        name && fold(name),
        change.birthDate ?? null,
        change.birthYear ?? yearOf(change.birthDate),
        this.seal(change.phone, PHONE),
        change.phone ? phoneIndex(this.keys, change.phone) : null,
        this.seal(change.personalNumber, PERSONAL_NUMBER),
        change.personalNumber ? personalNumberIndex(this.keys, change.personalNumber) : null,
        this.clock.now(),
        change.phone ? phoneIndexes(this.keys, change.phone) : null,
        change.personalNumber ? personalNumberIndexes(this.keys, change.personalNumber) : null,
      ],
    );
  }

  async find(personId: string, tx?: Tx): Promise<PersonView> {
    const [row] = await (tx ?? this.dataSource).query('SELECT * FROM identity WHERE person_id = $1', [personId]);
    if (!row) throw notFound('person.unknown');
    return {
      personId,
      fullName: row.full_name,
      birthYear: row.birth_year,
      birthDate: row.birth_date,
      phone: row.phone_cipher && this.keys.decrypt(row.phone_cipher, PHONE),
      phoneVerified: row.phone_verified_at !== null,
      personalNumber: row.personal_number_cipher && this.keys.decrypt(row.personal_number_cipher, PERSONAL_NUMBER),
    };
  }

  /** Names of those whose identity still stands. */
  async names(ids: string[], tx?: Tx): Promise<Map<string, string>> {
    const rows = await (tx ?? this.dataSource).query(
      'SELECT person_id AS id, full_name AS name FROM identity WHERE person_id = ANY($1)',
      [ids],
    );
    return new Map(rows.map(({ id, name }: { id: string; name: string }) => [id, name]));
  }

  /**
   * The one person without an account whose phone, folded name and birth year (where both are known) are these, so that an
   * official put on a roster and signing up later stays one person. Two candidates are none: a doubt is for people to decide.
   */
  async recognise(
    tx: Tx,
    person: { fullName: string; phone: string; birthYear: number | null },
  ): Promise<string | null> {
    const rows = await tx.query(
      `SELECT i.person_id AS id FROM identity i
       WHERE i.phone_index = ANY($1) AND i.folded_name = $2 AND coalesce(i.birth_year = $3::int, true)
         AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = i.person_id) LIMIT 2`,
      [phoneIndexes(this.keys, person.phone), fold(person.fullName), person.birthYear],
    );
    return rows.length === 1 ? rows[0].id : null;
  }

  async confirmPhone(tx: Tx, personId: string, birthYear: number): Promise<void> {
    await tx.query(
      'UPDATE identity SET phone_verified_at = $2, birth_year = coalesce(birth_year, $3), updated_at = $2 WHERE person_id = $1',
      [personId, this.clock.now(), birthYear],
    );
  }

  async verifyPhone(tx: Tx, personId: string): Promise<void> {
    await tx.query('UPDATE identity SET phone_verified_at = $2, updated_at = $2 WHERE person_id = $1', [
      personId,
      this.clock.now(),
    ]);
  }

  private seal(value: string | null | undefined, context: string): string | null {
    return value ? this.keys.encrypt(value, context) : null;
  }
}

const yearOf = (day: string | null | undefined): number | null => (day ? Number(day.slice(0, 4)) : null);
