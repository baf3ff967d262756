import type { Tx } from '#libs/platform';
import { addDays, startOfLocalDay } from '#libs/platform';
import type { FigureCounts } from './figures-document.js';

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

/**
 * Runs one of the statements of sql/counts. In a transaction, for its settings: compiling such a statement takes the
 * database longer than running it, and its hash tables need more than the default memory.
 */
export async function readCounts(
  tx: Tx,
  sql: string,
  campaignId: string,
  unitIds: string[],
  { day, knownAt }: Moment,
): Promise<CountsByUnit> {
  await tx.query(`SELECT set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`);
  const rows = await tx.query(sql, [campaignId, day, knownAt, startOfLocalDay(addDays(day, 1)), unitIds]);
  const byUnit: CountsByUnit = new Map();
  for (const { unitId, line, ...counts } of rows) {
    if (!byUnit.has(unitId)) byUnit.set(unitId, new Map());
    byUnit.get(unitId)!.set(line, counts);
  }
  return byUnit;
}
