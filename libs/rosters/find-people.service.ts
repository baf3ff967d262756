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
    const rows: Omit<RosterPerson, 'ref'>[] = await this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT i.person_id AS "personId", i.full_name AS "fullName", i.birth_year AS "birthYear",
         array_agg(DISTINCT v.name) AS units
       FROM identity i JOIN membership m ON m.person_id = i.person_id AND ${asOf('m', '$2', '$3')}
       JOIN unit_version v ON v.unit_id = m.unit_id AND ${asOf('v', '$2', '$3')}
       WHERE i.folded_name LIKE '%' || $4 || '%' AND i.restricted_at IS NULL AND m.unit_id IN (SELECT unit_id FROM subtree)
       GROUP BY i.person_id
       ORDER BY split_part(i.full_name, ' ', -1) COLLATE "vi-x-icu", i.full_name COLLATE "vi-x-icu", i.person_id LIMIT ${FIRST}`,
      [roots, this.clock.today(), this.clock.now(), folded],
    );
    const seen = rows.map(({ personId }) => personId);
    await this.work.run((tx) => this.accessLog.recordMany(tx, actor, seen, 'person.search', purpose));
    return rows.map((row) => ({ ...row, ref: this.refs.issue(actor, row.personId) }));
  }
}
