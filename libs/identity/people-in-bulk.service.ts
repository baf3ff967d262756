import { Injectable } from '@nestjs/common';
import { Clock, KeyRing, clean, fold, newPersonId, type Tx } from '#libs/platform';
import {
  PERSONAL_NUMBER,
  PHONE,
  personalNumberIndex,
  personalNumberIndexes,
  phoneIndex,
  phoneIndexes,
} from './identity-fields.js';
import type { NewPerson } from './people.service.js';

/** What a roster may know of a person. */
export type ListedIdentity = Required<
  Pick<NewPerson, 'fullName' | 'birthYear' | 'birthDate' | 'phone' | 'personalNumber'>
>;

/** Of thousands of people with a few statements; the same rules as `People` for one. */
@Injectable()
export class PeopleInBulk {
  constructor(
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Answers their ids in the given order. Phones are not verified. */
  async createMany(tx: Tx, people: ListedIdentity[]): Promise<string[]> {
    const ids = people.map(() => newPersonId());
    if (ids.length === 0) return ids;
    const now = this.clock.now();
    await tx.query('INSERT INTO person (id, created_at) SELECT unnest($1::uuid[]), $2', [ids, now]);
    await tx.query(
      `INSERT INTO identity (person_id, full_name, folded_name, birth_year, birth_date, phone_cipher, phone_index,
         personal_number_cipher, personal_number_index, updated_at)
       SELECT t.*, $10 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::date[], $6::text[], $7::text[], $8::text[], $9::text[]) AS t`,
      [ids, ...this.columns(people), now],
    );
    return ids;
  }

  /** Sets all five to what is given, null included. A phone that becomes another one is not verified any more. */
  async replaceMany(tx: Tx, people: (ListedIdentity & { personId: string })[]): Promise<void> {
    if (people.length === 0) return;
    await tx.query(
      `UPDATE identity i SET full_name = t.name, folded_name = t.folded, birth_year = t.year, birth_date = t.day,
         phone_cipher = t.phone, phone_index = t.phone_index,
         phone_verified_at = CASE WHEN i.phone_index = ANY(string_to_array(t.phones, ' ')) THEN i.phone_verified_at END,
         personal_number_cipher = t.number, personal_number_index = t.number_index,
         personal_number_verified_at = CASE WHEN i.personal_number_index = ANY(string_to_array(t.numbers, ' ')) THEN i.personal_number_verified_at END,
         updated_at = $10
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::date[], $6::text[], $7::text[], $8::text[], $9::text[], $11::text[], $12::text[])
         AS t(id, name, folded, year, day, phone, phone_index, number, number_index, phones, numbers)
       WHERE i.person_id = t.id`,
      [
        people.map(({ personId }) => personId),
        ...this.columns(people),
        this.clock.now(),
        people.map(({ phone }) => (phone ? phoneIndexes(this.keys, phone).join(' ') : null)),
        people.map(({ personalNumber }) =>
          personalNumber ? personalNumberIndexes(this.keys, personalNumber).join(' ') : null,
        ),
      ],
    );
  }

  async findMany(tx: Pick<Tx, 'query'>, ids: string[]): Promise<Map<string, ListedIdentity>> {
    const rows = await tx.query('SELECT * FROM identity WHERE person_id = ANY($1::uuid[])', [ids]);
    return new Map(
      rows.map((row: Record<string, string | null>) => [
        row.person_id,
        {
          fullName: row.full_name,
          birthYear: row.birth_year,
          birthDate: row.birth_date,
          phone: row.phone_cipher && this.keys.decrypt(row.phone_cipher, PHONE),
          personalNumber: row.personal_number_cipher && this.keys.decrypt(row.personal_number_cipher, PERSONAL_NUMBER),
        },
      ]),
    );
  }

  /** For people whom nothing depends on: their bare ids stay, because facts may point at them. */
  async forget(tx: Tx, ids: string[]): Promise<void> {
    await tx.query('DELETE FROM identity WHERE person_id = ANY($1::uuid[])', [ids]);
  }

  private columns(people: ListedIdentity[]): unknown[][] {
    const names = people.map(({ fullName }) => clean(fullName));
    return [
      names,
      names.map(fold),
      people.map(({ birthYear, birthDate }) => birthYear ?? (birthDate ? Number(birthDate.slice(0, 4)) : null)),
      people.map(({ birthDate }) => birthDate ?? null),
      people.map(({ phone }) => (phone ? this.keys.encrypt(phone, PHONE) : null)),
      people.map(({ phone }) => (phone ? phoneIndex(this.keys, phone) : null)),
      people.map(({ personalNumber }) => (personalNumber ? this.keys.encrypt(personalNumber, PERSONAL_NUMBER) : null)),
      people.map(({ personalNumber }) => (personalNumber ? personalNumberIndex(this.keys, personalNumber) : null)),
    ];
  }
}
