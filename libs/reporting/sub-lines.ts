import { NEITHER_LINE, type FigureRow } from '#libs/campaigns';
import type { FigureRows } from './report-source.js';

/** The sub-line of a row where the page of figures has one: nothing is expected of it, so that it has no rate. */
export function subLine({ neither, ...row }: FigureRow): FigureRow | null {
  if (!neither?.onRoster) return null;
  return {
    ...row,
    ...neither,
    line: NEITHER_LINE,
    target: null,
    rate: { state: 'no-target' },
    rosterRateTenths: null,
    missingFromRoster: null,
    faultyBelow: 0,
  };
}

/** Every row, each followed by its sub-line. */
export const withSubLines = (rows: FigureRows): FigureRows =>
  async function* () {
    for await (const row of rows()) {
      yield row;
      const below = subLine(row);
      if (below) yield below;
    }
  };

export const countWithSubLines = (rows: FigureRow[]): number => rows.length + rows.filter(subLine).length;

/** A village has no officials' line: a line with nobody and nothing expected only takes room on paper. */
export const says = ({ onRoster, pending, minors, target }: FigureRow): boolean =>
  onRoster + pending + minors > 0 || target !== null;
