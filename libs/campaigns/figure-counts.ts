import type { Tx } from '#libs/platform';
import { addDays, startOfLocalDay } from '#libs/platform';
import { NEITHER_LINE, type FigureCounts } from './figures-document.js';
import { DUAL_LINE } from './sql/counts.sql.js';
import { MERGED_SQL, type Reach } from './sql/people.sql.js';
import { SCOPE_SQL } from './sql/scope.sql.js';

/** Figures are a function of these: the end of day D (Asia/Ho_Chi_Minh) as known at K. */
export interface Moment {
  day: string;
  knownAt: Date;
}

/** Unit id to line to counts; a unit or line with nobody in it is absent. */
export type CountsByUnit = Map<string, Map<string, FigureCounts>>;

export const NO_COUNTS: FigureCounts = {
  onRoster: 0,
  notStarted: 0,
  inProgress: 0,
  completed: 0,
  pending: 0,
  minors: 0,
  group: 0,
  lateSync: 0,
  timeUnknown: 0,
  flagged: 0,
};

/** What the counting statements need to know beforehand. */
export interface Groundwork {
  campaignId: string;
  unitIds: string[];
  moment: Moment;
  scope: { rowIds: string[]; unitIds: string[]; share: number };
  merged: { raws: string[]; persons: string[] };
  reach: Reach;
}

/** From this share of all units on, everybody is read: picking the people out would cost more than it saves. */
const EVERYBODY_FROM = 0.25;

/**
 * Sets the transaction up for counting: compiling such statements takes the database longer than running them, their hash
 * tables need more than the default memory, and what they look up by index is in memory.
 */
export async function prepare(tx: Tx): Promise<void> {
  await tx.query(
    `SELECT set_config('jit', 'off', true), set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true)`,
  );
}

/** Who merged people are, as known at K. */
export async function readMerged(tx: Tx, knownAt: Date): Promise<{ raws: string[]; persons: string[] }> {
  const [merged] = await tx.query(MERGED_SQL, [knownAt]);
  return merged;
}

/** Sets the transaction up, then reads what is small, so that the planner knows it is. */
export async function groundwork(tx: Tx, campaignId: string, unitIds: string[], moment: Moment): Promise<Groundwork> {
  await prepare(tx);
  const [scope] = await tx.query(SCOPE_SQL, [moment.day, moment.knownAt, unitIds]);
  const merged = await readMerged(tx, moment.knownAt);
  return { campaignId, unitIds, moment, scope, merged, reach: scope.share > EVERYBODY_FROM ? 'everybody' : 'present' };
}

/** In the order the counting statements take them. */
export const parameters = ({ campaignId, unitIds, moment, scope, merged }: Groundwork): unknown[] => [
  campaignId,
  moment.day,
  moment.knownAt,
  startOfLocalDay(addDays(moment.day, 1)),
  unitIds,
  scope.rowIds,
  scope.unitIds,
  merged.raws,
  merged.persons,
];

/** Runs one of the statements of sql/counts. */
export async function readCounts(tx: Tx, sql: string, ground: Groundwork, ...more: unknown[]): Promise<CountsByUnit> {
  const rows = await tx.query(sql, [...parameters(ground), ...more]);
  const byUnit: CountsByUnit = new Map();
  for (const { unitId, line, ...counts } of rows) {
    if (!byUnit.has(unitId)) byUnit.set(unitId, new Map());
    byUnit.get(unitId)!.set(line, counts);
  }
  for (const lines of byUnit.values()) tellNeither(lines);
  return byUnit;
}

/** Citizens less those of them who are officials or Party members too. */
function tellNeither(lines: Map<string, FigureCounts>): void {
  const citizens = lines.get('citizen');
  const dual = lines.get(DUAL_LINE) ?? NO_COUNTS;
  lines.delete(DUAL_LINE);
  if (!citizens) return;
  const keys = Object.keys(NO_COUNTS) as (keyof FigureCounts)[];
  const rest = Object.fromEntries(keys.map((key) => [key, citizens[key] - dual[key]])) as unknown as FigureCounts;
  if (rest.onRoster + rest.pending + rest.minors > 0) lines.set(NEITHER_LINE, rest);
}
