import type { OutcomeCounts, RowOutcome } from './roster-import.entity.js';

export function countOutcomes(rows: { outcome: RowOutcome }[]): OutcomeCounts {
  const counts: OutcomeCounts = { add: 0, change: 0, skip: 0, error: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}
