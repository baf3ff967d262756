import { Injectable } from '@nestjs/common';
import { UnitOfWork, addDays, startOfLocalDay, type Tx } from '#libs/platform';
import { prepare, readMerged } from './figure-counts.js';
import { FLOW_SQL, PLACEMENT_DAYS_SQL } from './sql/flow.sql.js';
import { SCOPE_SQL } from './sql/scope.sql.js';

/** Local days, both of them within, as known at K. */
export interface Period {
  from: string;
  to: string;
  knownAt: Date;
}

export interface FlowCounts {
  /** Module completions asked for. */
  completions: number;
  /** Of these attested in a group session. */
  group: number;
  /** Distinct people with at least one of them. */
  people: number;
  /** Distinct people who came to have everything that is asked. */
  finished: number;
}

/** Unit id to line to counts; a unit or line where nothing came about is absent. */
export type FlowByUnit = Map<string, Map<string, FlowCounts>>;

/** What came about in a period, from the facts alone: figures.md, "Flow". */
@Injectable()
export class FlowQuery {
  constructor(private readonly work: UnitOfWork) {}

  async counts(campaignId: string, unitIds: string[], period: Period, tx?: Tx): Promise<FlowByUnit> {
    return this.work.run(async (own) => {
      await prepare(own);
      const merged = await readMerged(own, period.knownAt);
      const scope = await this.scope(own, unitIds, period);
      const rows = await own.query(FLOW_SQL, [
        campaignId,
        period.to,
        period.knownAt,
        startOfLocalDay(addDays(period.to, 1)),
        unitIds,
        merged.raws,
        merged.persons,
        startOfLocalDay(period.from),
        period.from,
        scope.since,
        scope.until,
        scope.rowIds,
        scope.unitIds,
      ]);
      const byUnit: FlowByUnit = new Map();
      for (const { unitId, line, ...counts } of rows) {
        if (!byUnit.has(unitId)) byUnit.set(unitId, new Map());
        byUnit.get(unitId)!.set(line, counts);
      }
      return byUnit;
    }, tx);
  }

  /** Which units are counted where, in stretches of days without a change of the trees: usually one. */
  private async scope(tx: Tx, wanted: string[], { from, to, knownAt }: Period) {
    const changes: { day: string }[] = await tx.query(PLACEMENT_DAYS_SQL, [from, to, knownAt]);
    const starts = [from, ...changes.map(({ day }) => day)];
    const all = { since: [] as string[], until: [] as string[], rowIds: [] as string[], unitIds: [] as string[] };
    for (const [i, since] of starts.entries()) {
      const until = starts[i + 1] ?? addDays(to, 1);
      const [{ rowIds, unitIds }] = await tx.query(SCOPE_SQL, [since, knownAt, wanted]);
      for (const [j, rowId] of rowIds.entries()) {
        all.since.push(since);
        all.until.push(until);
        all.rowIds.push(rowId);
        all.unitIds.push(unitIds[j]);
      }
    }
    return all;
  }
}
