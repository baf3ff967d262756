import { ALL_LINE, type FigureRow } from '#libs/campaigns';
import type { FigureRows, ReportSource } from '../report-source.js';

/** What a report of a few pages tells: one line of the root, and the same line of the units directly below it. */
export interface ReportedLine {
  line: string;
  root: FigureRow;
  units: FigureRow[];
}

/** One pass over the rows; only the root's and its children's are kept. "Tất cả" first, then capacities in their order. */
export async function gatherFigures(source: ReportSource, rows: FigureRows): Promise<ReportedLine[]> {
  const order = [ALL_LINE, ...source.document.requirements.map(({ capacity }) => capacity)];
  const byLine = new Map<string, { root?: FigureRow; units: FigureRow[] }>(order.map((line) => [line, { units: [] }]));
  for await (const row of rows()) {
    const line = byLine.get(row.line);
    if (!line || row.level > 1) continue;
    if (row.level === 0) line.root = row;
    else line.units.push(row);
  }
  return [...byLine].flatMap(([line, { root, units }]) => (root ? [{ line, root, units }] : []));
}
