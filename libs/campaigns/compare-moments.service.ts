import { Injectable } from '@nestjs/common';
import { UnitOfWork, addDays, startOfLocalDay, type Tx } from '#libs/platform';
import { readRequirements, readTargets, type TargetRow } from './campaign-facts.js';
import { stepBetween, totals, type PersonState, type Step, type Totals } from './comparison.policy.js';
import { readMerged, type Moment } from './figure-counts.js';
import { ALL_LINE } from './figures-document.js';
import { FlowQuery, type FlowCounts } from './flow-query.service.js';
import { PeopleStates } from './people-states.service.js';
import { LATE_AND_ADJUSTED_SQL } from './sql/people-states.sql.js';
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

const NO_FLOW: FlowCounts = { completions: 0, group: 0, people: 0, finished: 0 };

/**
 * Compares a unit's figures at two (D, K) from the facts between them, by way of the first day as known at the second K:
 * so what became known late is told from what happened since. The second lies after the first in both.
 */
@Injectable()
export class CompareMoments {
  constructor(
    private readonly work: UnitOfWork,
    private readonly states: PeopleStates,
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
      const between = { day: first.day, knownAt: second.knownAt };
      const before = byLine(await this.states.of(campaignId, unitId, first, own));
      const middle = byLine(await this.states.of(campaignId, unitId, between, own));
      const after = byLine(await this.states.of(campaignId, unitId, second, own));
      const { raws, persons } = await readMerged(own, second.knownAt);
      const survivors = new Map(raws.map((raw, i) => [raw, persons[i]]));
      const flow = await this.flowBetween(campaignId, unitId, first, second, own);
      const lines = await this.lines(campaignId, second, own);
      const of = (states: Map<string, PersonState[]>, line: string) => states.get(line) ?? [];
      const people = new Set([before, middle, after].flatMap((one) => of(one, ALL_LINE)).map(({ person }) => person));
      for (const raw of raws) if (people.has(survivors.get(raw)!)) people.add(raw);
      const end = startOfLocalDay(addDays(first.day, 1));
      const [counts] = await own.query(LATE_AND_ADJUSTED_SQL, [
        [...people],
        campaignId,
        first.knownAt,
        second.knownAt,
        end,
      ]);
      return {
        lines: lines.map((line) => ({
          line,
          before: totals(of(before, line)),
          late: stepBetween(of(before, line), of(middle, line), survivors),
          since: stepBetween(of(middle, line), of(after, line), survivors),
          after: totals(of(after, line)),
          flow: flow && (flow.get(line) ?? NO_FLOW),
        })),
        ...counts,
        targets: await this.targets(campaignId, unitId, first, second, own),
      };
    }, tx);
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

function byLine(states: PersonState[]): Map<string, PersonState[]> {
  const lines = new Map<string, PersonState[]>();
  for (const state of states) {
    if (!lines.has(state.line)) lines.set(state.line, []);
    lines.get(state.line)!.push(state);
  }
  return lines;
}
