import { Injectable } from '@nestjs/common';
import { UnitOfWork, addDays, startOfLocalDay, type Tx } from '#libs/platform';
import { readRequirements, readTargets, type TargetRow } from './campaign-facts.js';
import { NO_STEP, NO_TOTALS, type Step, type Totals } from './comparison-steps.js';
import { groundwork, parameters, type Moment } from './figure-counts.js';
import { ALL_LINE } from './figures-document.js';
import { FlowQuery, type FlowCounts } from './flow-query.service.js';
import { comparisonSql } from './sql/comparison.sql.js';
import { readUnitTree } from './unit-tree.js';

export interface LineComparison {
  line: string;
  before: Totals;
  /** What became known afterwards of the first day: it leads from the first figures to those one would count today. */
  late: Step;
  /** What happened from the first day to the second. */
  since: Step;
  after: Totals;
  /** What came about in the days between; null when the days are the same. */
  flow: FlowCounts | null;
}

export interface TargetChange {
  unitId: string;
  unitName: string;
  line: string;
  before: TargetRow | null;
  after: TargetRow | null;
}

export interface MomentsComparison {
  lines: LineComparison[];
  /** Completions recorded between the two that were done by the end of the first day. */
  lateCompletions: number;
  /** Adjustments recorded between the two. */
  voided: number;
  restored: number;
  targets: TargetChange[];
}

/** What the statement answers: null or no line where nobody is. */
interface Counted extends Pick<MomentsComparison, 'lateCompletions' | 'voided' | 'restored'> {
  lines: Record<string, Nullable<Pick<LineComparison, 'before' | 'late' | 'since' | 'after'>>>;
}
type Nullable<T> = { [K in keyof T]: T[K] | null };

const NO_FLOW: FlowCounts = { completions: 0, group: 0, people: 0, finished: 0 };

/**
 * Compares a unit's figures at two (D, K) from the facts between them, by way of the first day as known at the second K:
 * so what became known late is told from what happened since. The second lies after the first in both.
 */
@Injectable()
export class CompareMoments {
  constructor(
    private readonly work: UnitOfWork,
    private readonly flow: FlowQuery,
  ) {}

  async compare(
    campaignId: string,
    unitId: string,
    first: Moment,
    second: Moment,
    tx?: Tx,
  ): Promise<MomentsComparison> {
    return this.work.run(async (own) => {
      const { lines: counted, ...counts } = await this.count(campaignId, unitId, first, second, own);
      const flow = await this.flowBetween(campaignId, unitId, first, second, own);
      const lines = await this.lines(campaignId, second, own);
      return {
        lines: lines.map((line) => ({
          line,
          before: counted[line]?.before ?? NO_TOTALS,
          late: counted[line]?.late ?? NO_STEP,
          since: counted[line]?.since ?? NO_STEP,
          after: counted[line]?.after ?? NO_TOTALS,
          flow: flow && (flow.get(line) ?? NO_FLOW),
        })),
        ...counts,
        targets: await this.targets(campaignId, unitId, first, second, own),
      };
    }, tx);
  }

  private async count(campaignId: string, unitId: string, first: Moment, second: Moment, tx: Tx): Promise<Counted> {
    const between = { day: first.day, knownAt: second.knownAt };
    const [before, middle, after] = [
      await groundwork(tx, campaignId, [unitId], first),
      await groundwork(tx, campaignId, [unitId], between),
      await groundwork(tx, campaignId, [unitId], second),
    ];
    // Half a million people take longer than a page's statement may.
    await tx.query(`SELECT set_config('statement_timeout', '2min', true)`);
    const [counted] = await tx.query(comparisonSql(before.reach, middle.reach, after.reach), [
      ...[before, middle, after].flatMap(parameters),
      after.merged.raws,
      after.merged.persons,
      first.knownAt,
      startOfLocalDay(addDays(first.day, 1)),
    ]);
    return counted;
  }

  /** Those of the later snapshot; requirements are only ever added. */
  private async lines(campaignId: string, { knownAt }: Moment, tx: Tx): Promise<string[]> {
    const requirements = await readRequirements(tx, campaignId, knownAt);
    return [ALL_LINE, ...requirements.map(({ capacity }) => capacity)];
  }

  private async flowBetween(campaignId: string, unitId: string, first: Moment, second: Moment, tx: Tx) {
    if (first.day === second.day) return null;
    const period = { from: addDays(first.day, 1), to: second.day, knownAt: second.knownAt };
    return (await this.flow.counts(campaignId, [unitId], period, tx)).get(unitId) ?? new Map<string, FlowCounts>();
  }

  private async targets(campaignId: string, rootId: string, first: Moment, second: Moment, tx: Tx) {
    const units = new Map<string, string>();
    for (const moment of [first, second])
      for (const { unitId, name } of await readUnitTree(tx, rootId, moment)) units.set(unitId, name);
    const key = ({ unitId, line }: TargetRow) => `${unitId} ${line}`;
    const read = async (knownAt: Date) =>
      new Map((await readTargets(tx, campaignId, knownAt)).map((target) => [key(target), target]));
    const [was, is] = [await read(first.knownAt), await read(second.knownAt)];
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((at): TargetChange[] => {
      const [before, after] = [was.get(at) ?? null, is.get(at) ?? null];
      const { unitId, line } = (after ?? before)!;
      if (!units.has(unitId) || JSON.stringify(before) === JSON.stringify(after)) return [];
      return [{ unitId, unitName: units.get(unitId)!, line, before, after }];
    });
  }
}
