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

/** Each row of `keys` is looked up by an index, however many there are: reading all people for a part of a file costs more. */
const lookedUp = (keys: string, where: string): string =>
  `SELECT hit.person_id FROM ${keys} CROSS JOIN LATERAL (SELECT person_id FROM identity WHERE ${where} OFFSET 0) hit`;

/** $1 folded names, $2 years of birth beside them, $3 indexes of phones and personal numbers. */
const KNOWN_SQL = `WITH RECURSIVE ${CANONICAL}, hit AS (
    ${lookedUp('unnest($1::text[], $2::smallint[]) AS k(name, year)', 'folded_name = k.name AND birth_year = k.year')}
    UNION ${lookedUp('unnest($3::text[]) AS k(index)', 'phone_index = k.index')}
    UNION ${lookedUp('unnest($3::text[]) AS k(index)', 'personal_number_index = k.index')}
  ), found AS (
    SELECT DISTINCT coalesce(c.person, h.person_id) AS person FROM hit h LEFT JOIN canonical c ON c.raw = h.person_id
  ), record AS (
    SELECT person AS raw, person FROM found UNION SELECT c.raw, c.person FROM canonical c JOIN found f ON f.person = c.person
  )
  SELECT r.raw AS "rawId", r.person AS "personId", i.full_name AS "fullName", i.folded_name AS "foldedName",
    i.birth_year AS "birthYear", i.birth_date AS "birthDate", i.phone_index AS "phoneIndex",
    i.personal_number_index AS "numberIndex", i.phone_verified_at IS NOT NULL AS "phoneVerified",
    (SELECT a.id FROM account a WHERE a.person_id = r.raw) IS NOT NULL AS "hasAccount"
  FROM record r CROSS JOIN LATERAL (SELECT * FROM identity WHERE person_id = r.raw OFFSET 0) i`;

/** The people whom the rows of a file may speak of: one statement for them, one for their places. */
@Injectable()
export class FindKnown {
  /** `aliases`: what the indexes of the rows may stand as in the database, each to the one that the row has. */
  async forRows(tx: Tx, rows: Traits[], effectiveOn: string, aliases: Map<string, string>): Promise<Known[]> {
    const identities: IdentityRow[] = await tx.query(KNOWN_SQL, [...namesOf(rows), [...aliases.keys()]]);
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
