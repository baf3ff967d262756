import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog, PersonRefs, type Actor, type PersonFound } from '#libs/identity';
import { asOf, subtreeSql } from '#libs/organisation';
import { Clock, UnitOfWork, fold, invalid } from '#libs/platform';

/** A person on a roster below the asker's roots, with the units through which they were found. */
export interface RosterPerson extends PersonFound {
  units: string[];
}

const FIRST = 20;
/** Of more than so many who match, these are enough to take the first from: a longer name will tell them apart. */
const ENOUGH = 200;
/** Places of fewer rows than this are read through; larger ones are searched by name first. */
const SMALL = 20_000;

const TREE = `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}`;
const MATCHES = `i.folded_name LIKE '%' || $4 || '%' AND i.restricted_at IS NULL`;
const BY_PLACE = `SELECT i.person_id, i.full_name, i.birth_year FROM identity i
  WHERE i.person_id IN (SELECT m.person_id FROM membership m
    WHERE m.unit_id IN (SELECT unit_id FROM subtree) AND ${asOf('m', '$2', '$3')}) AND ${MATCHES} LIMIT ${ENOUGH}`;
const BY_NAME = `SELECT i.person_id, i.full_name, i.birth_year FROM identity i
  WHERE ${MATCHES} AND EXISTS (SELECT FROM membership m WHERE m.person_id = i.person_id AND ${asOf('m', '$2', '$3')}
    AND m.unit_id IN (SELECT unit_id FROM subtree)) LIMIT ${ENOUGH}`;

/** People by name, three letters or more, with tones or without: on a roster inside the given subtrees today. */
@Injectable()
export class FindPeople {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly refs: PersonRefs,
    private readonly accessLog: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** The first 20 by given name. Whoever is shown was looked at: logged with the purpose. */
  async byName(actor: Actor, roots: string[], name: string, purpose: string): Promise<RosterPerson[]> {
    const folded = fold(name);
    if (folded.length < 3) throw invalid('person.search-short');
    const found = (await this.isSmall(roots)) ? BY_PLACE : BY_NAME;
    const rows: Omit<RosterPerson, 'ref'>[] = await this.dataSource.query(
      `${TREE}, found AS MATERIALIZED (${found}), first AS MATERIALIZED (SELECT * FROM found
         ORDER BY split_part(full_name, ' ', -1) COLLATE "vi-x-icu", full_name COLLATE "vi-x-icu", person_id LIMIT ${FIRST})
       SELECT f.person_id AS "personId", f.full_name AS "fullName", f.birth_year AS "birthYear",
         array_agg(DISTINCT v.name) AS units
       FROM first f JOIN membership m ON m.person_id = f.person_id AND ${asOf('m', '$2', '$3')}
       JOIN unit_version v ON v.unit_id = m.unit_id AND ${asOf('v', '$2', '$3')}
       WHERE m.unit_id IN (SELECT unit_id FROM subtree)
       GROUP BY f.person_id, f.full_name, f.birth_year
       ORDER BY split_part(f.full_name, ' ', -1) COLLATE "vi-x-icu", f.full_name COLLATE "vi-x-icu", f.person_id`,
      [...this.place(roots), folded],
    );
    const seen = rows.map(({ personId }) => personId);
    await this.work.run((tx) => this.accessLog.recordMany(tx, actor, seen, 'person.search', purpose));
    return rows.map((row) => ({ ...row, ref: this.refs.issue(actor, row.personId) }));
  }

  private async isSmall(roots: string[]): Promise<boolean> {
    const [{ rows }] = await this.dataSource.query(
      `${TREE} SELECT count(*)::int AS rows FROM (SELECT 1 FROM membership m
         WHERE m.unit_id IN (SELECT unit_id FROM subtree) AND ${asOf('m', '$2', '$3')} LIMIT ${SMALL}) AS few`,
      this.place(roots),
    );
    return rows < SMALL;
  }

  private place(roots: string[]): unknown[] {
    return [roots, this.clock.today(), this.clock.now()];
  }
}
