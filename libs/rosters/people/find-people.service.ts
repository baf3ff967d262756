import { Injectable } from '@nestjs/common';
import { AccessLog, PersonRefs, type Actor, type PersonFound } from '#libs/identity';
import { asOf, subtreeSql } from '#libs/organisation';
import { Clock, UnitOfWork, fold, invalid, type Tx } from '#libs/platform';

/** A person on a roster below the asker's roots, with the units through which they were found. */
export interface RosterPerson extends PersonFound {
  units: string[];
}

const FIRST = 20;
/** Of more than so many who match, these are enough to take the first from: a longer name will tell them apart. */
const ENOUGH = 200;
/** So many people are looked up one by one: those of a name, or those of a place. */
const FEW = 2000;
/** Rosters of up to so many rows may be read through; in larger places a common name is soon met often enough. */
const SMALL = 20_000;

const TREE = `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}`;
const MATCHES = `i.folded_name LIKE '%' || $4 || '%' AND i.restricted_at IS NULL`;
const MEMBER = asOf('m', '$2', '$3');
/** Not a condition that the planner could turn into a join: looked up in a hash of the few thousand units. */
const INSIDE = '(m.unit_id IN (SELECT unit_id FROM subtree)) IS TRUE';

// OFFSET 0 keeps the order of work as written. Left free, the planner judges by guesses of how often a syllable occurs
// and how many people a tree holds, and has read half a million names for a village of five hundred.
const BY_PLACE = `SELECT DISTINCT * FROM (SELECT i.* FROM subtree s
    CROSS JOIN LATERAL (SELECT m.person_id FROM membership m WHERE m.unit_id = s.unit_id AND ${MEMBER} OFFSET 0) m
    CROSS JOIN LATERAL (SELECT i.person_id, i.full_name, i.birth_year FROM identity i
      WHERE i.person_id = m.person_id AND ${MATCHES} OFFSET 0) i LIMIT ${ENOUGH}) AS enough`;
const BY_NAME = `SELECT i.person_id, i.full_name, i.birth_year FROM identity i WHERE ${MATCHES} AND EXISTS (
    SELECT FROM membership m WHERE m.person_id = i.person_id AND ${MEMBER} AND ${INSIDE} OFFSET 0) LIMIT ${ENOUGH}`;

/** Always in the smallest places, never in large ones; between them when many bear the name. */
const IS_BY_PLACE = `${TREE}, here AS MATERIALIZED (SELECT count(*) AS rows FROM (
    SELECT FROM subtree s CROSS JOIN LATERAL (SELECT FROM membership m WHERE m.unit_id = s.unit_id AND ${MEMBER} OFFSET 0) m
    LIMIT ${SMALL}) AS rows_here)
  SELECT CASE WHEN rows < ${FEW} THEN true WHEN rows >= ${SMALL} THEN false
    ELSE (SELECT count(*) FROM (SELECT FROM identity i WHERE ${MATCHES} LIMIT ${FEW}) AS named) >= ${FEW} END AS "byPlace"
  FROM here`;

const BY_GIVEN_NAME = `split_part(full_name, ' ', -1) COLLATE "vi-x-icu", full_name COLLATE "vi-x-icu", person_id`;
const search = (found: string): string => `${TREE}, found AS MATERIALIZED (${found}),
  first AS MATERIALIZED (SELECT * FROM found ORDER BY ${BY_GIVEN_NAME} LIMIT ${FIRST})
  SELECT person_id AS "personId", full_name AS "fullName", birth_year AS "birthYear",
    (SELECT array_agg(DISTINCT v.name) FROM membership m
       JOIN unit_version v ON v.unit_id = m.unit_id AND ${asOf('v', '$2', '$3')}
     WHERE m.person_id = first.person_id AND ${MEMBER} AND ${INSIDE}) AS units
  FROM first ORDER BY ${BY_GIVEN_NAME}`;

/** People by name, three letters or more, with tones or without: on a roster inside the given subtrees today. */
@Injectable()
export class FindPeople {
  constructor(
    private readonly work: UnitOfWork,
    private readonly refs: PersonRefs,
    private readonly accessLog: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** The first 20 by given name. Whoever is shown was looked at: logged with the purpose. */
  async byName(actor: Actor, roots: string[], name: string, purpose: string): Promise<RosterPerson[]> {
    const folded = fold(name);
    if (folded.length < 3) throw invalid('person.search-short');
    const values = [roots, this.clock.today(), this.clock.now(), folded];
    const rows = await this.work.run(async (tx) => {
      // Every table here is read through an index: with a limit a scan looks cheap, and is not when few match.
      await tx.query('SET LOCAL enable_seqscan = off');
      const byPlace = await this.byPlace(tx, values);
      const found: Omit<RosterPerson, 'ref'>[] = await tx.query(search(byPlace ? BY_PLACE : BY_NAME), values);
      const seen = found.map(({ personId }) => personId);
      await this.accessLog.recordMany(tx, actor, seen, 'person.search', purpose);
      return found;
    });
    return rows.map((row) => ({ ...row, ref: this.refs.issue(actor, row.personId) }));
  }

  private async byPlace(tx: Tx, values: unknown[]): Promise<boolean> {
    const [row] = await tx.query(IS_BY_PLACE, values);
    return row.byPlace;
  }
}
