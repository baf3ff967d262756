import { ALL_LINE, type FigureRow, type FiguresDocument } from './figures-document.js';
import { percentTenths } from './rate.policy.js';

/** Units with fewer people are not shown to the public, nor lines with fewer. */
export const PUBLIC_MINIMUM = 50;

/** Only these lines are public: whoever is a Party member must not be guessed from a difference. */
export const PUBLIC_LINES: readonly string[] = [ALL_LINE, 'citizen'];

/** The levels of the territory that are public. */
const PUBLIC_KINDS: readonly string[] = ['province', 'commune', 'ward'];

export interface PublicRow {
  unitId: string;
  code: string;
  name: string;
  level: number;
  line: string;
  onRoster: number;
  completed: number;
  /** From the rounded counts; null when there is no denominator to trust or too few have completed to say. */
  tenths: number | null;
  goalPercent: number | null;
}

export const floorToFive = (count: number): number => Math.floor(count / 5) * 5;

/** What the public may see of the figures: figures.md, "Small numbers". */
export function publicRows(document: FiguresDocument): PublicRow[] {
  const shown = document.rows.filter(
    ({ tree, kind, line, onRoster }) =>
      tree === 'territory' && PUBLIC_KINDS.includes(kind) && PUBLIC_LINES.includes(line) && onRoster >= PUBLIC_MINIMUM,
  );
  const named = new Set(shown.filter(({ line }) => line === ALL_LINE).map(({ unitId }) => unitId));
  return shown.filter(({ unitId }) => named.has(unitId)).map(publicRow);
}

function publicRow(row: FigureRow): PublicRow {
  return {
    unitId: row.unitId,
    code: row.code,
    name: row.name,
    level: row.level,
    line: row.line,
    onRoster: floorToFive(row.onRoster),
    completed: floorToFive(row.completed),
    tenths: publicRate(row),
    goalPercent: row.target?.goalPercent ?? null,
  };
}

/** 100,0 is said only when it is exact, and 0,0 not while one to four people have completed. */
function publicRate({ rate, target, completed, onRoster }: FigureRow): number | null {
  if (rate.state !== 'rate' || !target) return null;
  const done = floorToFive(completed);
  if (done === 0) return completed === 0 ? 0 : null;
  const exact = target.denominator === 'declared' ? target.number : onRoster;
  const denominator = target.denominator === 'declared' ? target.number : floorToFive(onRoster);
  const tenths = percentTenths(done, denominator);
  return tenths === 1000 && completed < exact ? 999 : tenths;
}
