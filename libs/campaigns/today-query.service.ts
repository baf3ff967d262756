import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork, type Tx } from '#libs/platform';
import { groundwork, readCounts, type CountsByUnit, type Groundwork } from './figure-counts.js';
import { todaySql } from './sql/counts.sql.js';
import { PASSED_DEADLINES_SQL, UNUSUAL_SQL } from './sql/today.sql.js';

/** The same counts for today as known now, read from the state kept per person. A property test holds it to TruthQuery. */
@Injectable()
export class TodayQuery {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async counts(campaignId: string, unitIds: string[], tx?: Tx): Promise<CountsByUnit> {
    const moment = { day: this.clock.today(), knownAt: this.clock.now() };
    return this.work.run(async (own) => {
      const ground = await groundwork(own, campaignId, unitIds, moment);
      return readCounts(own, todaySql(ground.reach), ground, await this.unusual(own, ground));
    }, tx);
  }

  /** Those whom the kept states do not know enough about. A deadline still to come has nobody late. */
  private async unusual(tx: Tx, { campaignId, unitIds, moment, merged }: Groundwork): Promise<string[]> {
    const [{ deadlines }] = await tx.query(PASSED_DEADLINES_SQL, [campaignId, moment.knownAt, unitIds]);
    const [{ persons }] = await tx.query(UNUSUAL_SQL, [deadlines, merged.raws, merged.persons]);
    return persons;
  }
}
