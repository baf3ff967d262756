import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Tx } from '#libs/platform';
import { groundwork, readCounts, type CountsByUnit, type Moment } from './figure-counts.js';
import { truthSql } from './sql/counts.sql.js';

/** Counts from the facts alone, as figures.md defines them: a function of (D, K), whatever has happened since. */
@Injectable()
export class TruthQuery {
  constructor(private readonly work: UnitOfWork) {}

  async counts(campaignId: string, unitIds: string[], moment: Moment, tx?: Tx): Promise<CountsByUnit> {
    return this.work.run(async (own) => {
      const ground = await groundwork(own, campaignId, unitIds, moment);
      return readCounts(own, truthSql(ground.reach), ground);
    }, tx);
  }
}
