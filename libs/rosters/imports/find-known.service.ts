import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import type { KnownTraits, Traits } from './match-person.policy.js';
import type { Known, Place } from './plan-row.policy.js';
import { CANONICAL } from '../one-human.sql.js';

interface IdentityRow extends KnownTraits {
  rawId: string;
  personId: string;
  fullName: string;
}

interface PlaceRow extends Place {
  personId: string;
}

/** The people whom the rows of a file may speak of: one statement for them, one for their places. */
@Injectable()
export class FindKnown {
  /** `aliases`: what the indexes of the rows may stand as in the database, each to the one that the row has. */
  async forRows(tx: Tx, rows: Traits[], effectiveOn: string, aliases: Map<string, string>): Promise<Known[]> {
    const identities: IdentityRow[] = await tx.query(
      `WITH RECURSIVE ${CANONICAL}, found AS (
         SELECT DISTINCT coalesce(c.person, i.person_id) AS person FROM identity i LEFT JOIN canonical c ON c.raw = i.person_id
         WHERE i.person_id IN (
           SELECT n.person_id FROM identity n JOIN unnest($1::text[], $2::smallint[]) AS t(name, year) ON n.folded_name = t.name AND n.birth_year = t.year
           UNION SELECT person_id FROM identity WHERE phone_index = ANY($3)
           UNION SELECT person_id FROM identity WHERE personal_number_index = ANY($3))
       )
       SELECT i.person_id AS "rawId", f.person AS "personId", i.full_name AS "fullName", i.folded_name AS "foldedName",
         i.birth_year AS "birthYear", i.birth_date AS "birthDate", i.phone_index AS "phoneIndex",
         i.personal_number_index AS "numberIndex", i.phone_verified_at IS NOT NULL AS "phoneVerified",
         EXISTS (SELECT FROM account a WHERE a.person_id = i.person_id) AS "hasAccount"
       FROM found f LEFT JOIN canonical c ON c.person = f.person
       JOIN identity i ON i.person_id = f.person OR i.person_id = c.raw`,
      [...namesOf(rows), [...aliases.keys()]],
    );
    const known = new Map<string, Known>();
    for (const identity of identities) this.gather(known, underRowsKey(identity, aliases));
    for (const place of await this.places(tx, identities, effectiveOn)) {
      const person = known.get(place.personId)!;
      person.places.push(place);
      person.unitIds.push(place.unitId);
    }
    return [...known.values()];
  }

  private gather(known: Map<string, Known>, row: IdentityRow): void {
    const person = known.get(row.personId) ?? {
      personId: row.personId,
      traits: [],
      unitIds: [],
      places: [],
      fullName: row.fullName,
      own: row,
      phoneVerified: row.phoneVerified,
    };
    person.traits.push(row);
    if (row.rawId === row.personId)
      Object.assign(person, { fullName: row.fullName, own: row, phoneVerified: row.phoneVerified });
    known.set(row.personId, person);
  }

  private places(tx: Tx, identities: IdentityRow[], effectiveOn: string): Promise<PlaceRow[]> {
    return tx.query(
      `SELECT t.person_id AS "personId", m.id AS "membershipId", m.unit_id AS "unitId", m.capacity, m.position, m.is_head AS "isHead",
         m.source, m.valid_from AS "from", m.valid_to AS "to"
       FROM unnest($1::uuid[], $2::uuid[]) AS t(raw_id, person_id)
       JOIN membership m ON m.person_id = t.raw_id AND m.superseded_at IS NULL AND (m.valid_to IS NULL OR m.valid_to > $3)
       ORDER BY m.valid_from, m.id`,
      [identities.map(({ rawId }) => rawId), identities.map(({ personId }) => personId), effectiveOn],
    );
  }
}

/** Of everybody of a name only those of the same year can be meant: some names thousands of people have. */
function namesOf(rows: Traits[]): [string[], number[]] {
  const named = new Map(
    rows.flatMap(({ foldedName, birthYear }) =>
      birthYear === null ? [] : [[`${foldedName} ${birthYear}`, { foldedName, birthYear }] as const],
    ),
  );
  return [[...named.values()].map((t) => t.foldedName), [...named.values()].map((t) => t.birthYear)];
}

const underRowsKey = (row: IdentityRow, aliases: Map<string, string>): IdentityRow => ({
  ...row,
  phoneIndex: row.phoneIndex && (aliases.get(row.phoneIndex) ?? row.phoneIndex),
  numberIndex: row.numberIndex && (aliases.get(row.numberIndex) ?? row.numberIndex),
});
