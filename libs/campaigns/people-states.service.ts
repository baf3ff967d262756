import { Injectable } from '@nestjs/common';
import { UnitOfWork, addDays, startOfLocalDay, type Tx } from '#libs/platform';
import type { PersonState } from './comparison.policy.js';
import { groundwork, type Moment } from './figure-counts.js';
import { peopleStatesSql } from './sql/people-states.sql.js';

/** Who is counted in a unit and how far they are, at (D, K), from the facts. Ids only; for counting, never for showing. */
@Injectable()
export class PeopleStates {
  constructor(private readonly work: UnitOfWork) {}

  async of(campaignId: string, unitId: string, moment: Moment, tx?: Tx): Promise<PersonState[]> {
    return this.work.run(async (own) => {
      const { scope, merged, reach } = await groundwork(own, campaignId, [unitId], moment);
      return own.query(peopleStatesSql(reach), [
        campaignId,
        moment.day,
        moment.knownAt,
        startOfLocalDay(addDays(moment.day, 1)),
        [unitId],
        scope.rowIds,
        scope.unitIds,
        merged.raws,
        merged.persons,
      ]);
    }, tx);
  }
}
