import { clean, type SheetRow } from '#libs/platform';
import { columnOf, isRemarkable, type ColumnMap, type RosterColumn } from './roster-columns.js';

/** Titles and dates often stand above the headings. */
export const HEADING_WITHIN = 30;

/** Under a heading over two columns. */
const SUBHEADING = /^(nam|n[ữư]|nu)$/i;
const NUMBERING = /^\(?(\d{1,2}|[A-Za-z])\)?$/;

export interface RosterHeading {
  /** The last row of the headings, as a spreadsheet counts; people follow it. 0 for a file without headings. */
  lastRow: number;
  /** By column, as they stand in the file; '' where there is none. */
  headings: string[];
  columns: (RosterColumn | null)[];
  /** Headings that were not understood. */
  ignoredColumns: string[];
}

/**
 * Finds the headings among the first rows: of several likely rows the one with most known headings, together with the
 * rows that go with it (a heading over two columns, "Nam" and "Nữ" under the year of birth, the numbers of the columns).
 * Null when no heading is known: then a person has to say.
 */
export function findHeading(rows: SheetRow[], remembered: ColumnMap = {}): RosterHeading | null {
  const head = rows.slice(0, HEADING_WITHIN).map(({ headings, ...row }) => ({ ...row, cells: headings ?? row.cells }));
  const known = head.map(({ cells }) => new Set(cells.map((cell) => columnOf(cell, remembered)).filter(Boolean)).size);
  const best = known.indexOf(Math.max(...known));
  if (!(known[best] > 0)) return Object.hasOwn(remembered, '#1') ? byPlace(rows, remembered) : null;
  const from = isAbove(head[best - 1], head[best], remembered) ? best - 1 : best;
  let to = best;
  while (head[to + 1] && goesOn(head[to], head[to + 1], remembered)) to += 1;
  return combine(head.slice(from, to + 1), remembered);
}

/** A row above that names columns which the row of headings leaves blank; "Đơn vị: …" over another heading is a title. */
function isAbove(above: SheetRow | undefined, row: SheetRow, remembered: ColumnMap): boolean {
  if (above?.number !== row.number - 1) return false;
  const places = above.cells.flatMap((cell, i) => (columnOf(cell, remembered) ? [i] : []));
  const free = (i: number) =>
    !row.cells[i]?.trim() || row.cells[i] === above.cells[i] || SUBHEADING.test(clean(row.cells[i]));
  return places.length > 0 && places.every(free);
}

/** The next row belongs to the headings: merged down into it, the two columns of a year of birth, or column numbers. */
function goesOn(row: SheetRow, next: SheetRow, remembered: ColumnMap): boolean {
  if (next.number !== row.number + 1) return false;
  const texts = next.cells.map(clean).filter(Boolean);
  if (texts.length > 1 && texts.every((text) => NUMBERING.test(text))) return true;
  const merged = next.cells.some((cell, i) => cell && cell === row.cells[i] && columnOf(cell, remembered));
  return merged || texts.every((text) => SUBHEADING.test(text) || columnOf(text, remembered) !== null);
}

function byPlace(rows: SheetRow[], remembered: ColumnMap): RosterHeading {
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  return {
    lastRow: 0,
    headings: Array.from({ length: width }, () => ''),
    columns: Array.from({ length: width }, (_, i) => remembered[`#${i + 1}`] || null),
    ignoredColumns: [],
  };
}

/** The lowest known text of a column is its heading; a column without one has that of its left neighbour's group. */
function combine(block: SheetRow[], remembered: ColumnMap): RosterHeading {
  const width = Math.max(...block.map(({ cells }) => cells.length));
  const headings = Array.from({ length: width }, (_, i) => headingOf(block, i, remembered));
  return { lastRow: block.at(-1)!.number, ...takeColumns(headings, remembered) };
}

function headingOf(block: SheetRow[], column: number, remembered: ColumnMap): string {
  const texts = block.map(({ cells }) => clean(cells[column] ?? '')).filter((text) => text && !NUMBERING.test(text));
  const known = texts.filter((text) => columnOf(text, remembered) !== null).at(-1);
  if (known) return known;
  const sub = texts.some((text) => SUBHEADING.test(text));
  if (!sub) return texts.at(-1) ?? '';
  for (let left = column; left >= 0; left -= 1) {
    const group = clean(block[0].cells[left] ?? '');
    if (columnOf(group, remembered)) return group;
    if (group) break;
  }
  return texts.at(-1) ?? '';
}

/** Columns that may stand twice ("Ngày sinh" and "Năm sinh"): the first one filled in a row is read. */
export const REPEATABLE = new Set<RosterColumn>(['birth', 'phone', 'unitName', 'position']);

export function takeColumns(headings: string[], remembered: ColumnMap): Omit<RosterHeading, 'lastRow'> {
  const columns: (RosterColumn | null)[] = [];
  const ignoredColumns: string[] = [];
  for (const heading of headings) {
    const column = columnOf(heading, remembered);
    const usable = column && (REPEATABLE.has(column) || !columns.includes(column));
    columns.push(usable ? column : null);
    if (!usable && isRemarkable(heading, remembered)) ignoredColumns.push(heading.slice(0, 100));
  }
  const alone = !columns.includes('fullName') && !columns.includes('middleName');
  return {
    headings,
    columns: columns.map((column) => (alone && column === 'givenName' ? 'fullName' : column)),
    ignoredColumns,
  };
}

export const namesPeople = ({ columns }: RosterHeading): boolean =>
  columns.includes('fullName') || (columns.includes('middleName') && columns.includes('givenName'));
