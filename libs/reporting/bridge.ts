import type { SnapshotComparison } from '#libs/campaigns';
import { bridgeTexts } from './texts-periods.vi.js';

export type LineComparison = SnapshotComparison['lines'][number];
type Step = LineComparison['late'];

export interface BridgeRow {
  label: string;
  onRoster: number;
  completed: number;
  /** The figures themselves, not a change of them. */
  total: boolean;
}

/** One line from the first figures to the second, every change a row of its own; changes of nothing are left out. */
export function bridge({ before, late, since, after }: LineComparison): BridgeRow[] {
  return [
    { label: bridgeTexts.before, ...before, total: true },
    ...changes(late, bridgeTexts.late),
    ...changes(since, bridgeTexts.since),
    { label: bridgeTexts.after, ...after, total: true },
  ];
}

function changes(step: Step, words: typeof bridgeTexts.late): BridgeRow[] {
  const rows: [label: string, onRoster: number, completed: number][] = [
    [words.joined, step.joined, step.joinedCompleted],
    [words.left, -step.left, -step.leftCompleted],
    [words.merged, -step.merged, -step.mergedCompleted],
    [words.newly, 0, step.newlyCompleted],
    [words.noLonger, 0, -step.noLongerCompleted],
  ];
  return rows
    .filter(([, onRoster, completed]) => onRoster !== 0 || completed !== 0)
    .map(([label, onRoster, completed]) => ({ label, onRoster, completed, total: false }));
}

/** Lines with nobody in either are left out. */
export const bridgedLines = <T extends LineComparison>(lines: T[]): T[] =>
  lines.filter(({ before, after }) => before.onRoster + after.onRoster > 0);
