import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork, type Tx } from '#libs/platform';
import { readCounts, type CountsByUnit } from './figure-counts.js';
import { TODAY_SQL } from './sql/counts.sql.js';

/** The same counts for today as known now, read from the state kept per person. A property test holds it to TruthQuery. */
@Injectable()
export class TodayQuery {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async counts(campaignId: string, unitIds: string[], tx?: Tx): Promise<CountsByUnit> {
    const moment = { day: this.clock.today(), knownAt: this.clock.now() };
    return this.work.run((own) => readCounts(own, TODAY_SQL, campaignId, unitIds, moment), tx);
  }
}
