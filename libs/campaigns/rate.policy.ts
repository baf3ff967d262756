import type { FigureTarget, Rate } from './figures-document.js';

/**
 * Completed per denominator in tenths of a percent, rounded half up. 100,0 and 0,0 are said only when they are exact:
 * 9.996 of 10.000 is 99,9 %, 1 of 10.000 is 0,1 %. Null without a denominator: nothing is never 0 %.
 */
export function percentTenths(completed: number, denominator: number): number | null {
  if (denominator <= 0) return null;
  if (completed === 0) return 0;
  if (completed === denominator) return 1000;
  const rounded = Math.floor((2000 * completed + denominator) / (2 * denominator));
  return completed < denominator ? Math.min(999, Math.max(1, rounded)) : Math.max(1001, rounded);
}

export interface RatedCounts {
  onRoster: number;
  completed: number;
}

export interface RatedLine {
  target: FigureTarget | null;
  rate: Rate;
  rosterRateTenths: number | null;
  missingFromRoster: number | null;
}

/** A target as it is stored: `declaredNumber` stands exactly when the denominator is declared. */
export interface StoredTarget extends Omit<FigureTarget, 'number'> {
  declaredNumber: number | null;
}

/** What a line says beside its counts, given the unit's target in that line. */
export function rate(counts: RatedCounts, stored: StoredTarget | null): RatedLine {
  const none = { rosterRateTenths: null, missingFromRoster: null };
  if (!stored) return { target: null, rate: { state: 'no-target' }, ...none };
  const { declaredNumber, ...rest } = stored;
  const declared = stored.denominator === 'declared';
  const number = declared ? (declaredNumber ?? 0) : counts.onRoster;
  const target: FigureTarget = { ...rest, number };
  if (counts.completed > number) return { target, rate: { state: 'faulty' }, ...none };
  const tenths = percentTenths(counts.completed, number);
  return {
    target,
    rate: tenths === null ? { state: 'no-target' } : { state: 'rate', tenths },
    rosterRateTenths: declared && number < counts.onRoster ? percentTenths(counts.completed, counts.onRoster) : null,
    missingFromRoster: declared && number >= counts.onRoster ? number - counts.onRoster : null,
  };
}
