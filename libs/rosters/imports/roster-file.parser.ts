import { DomainError, invalid, legacyFont, readSheet, type SheetNotes, type SheetRow } from '#libs/platform';
import { RosterCells } from './roster-cells.js';
import { columnOf, type ColumnMap, type RosterColumn } from './roster-columns.js';
import { HEADING_WITHIN, findHeading, namesPeople, type RosterHeading } from './roster-heading.policy.js';
import { SwappedDays } from './swapped-days.js';

export const MAX_ROSTER_BYTES = 20 * 1024 * 1024;
/** More than the largest commune has people. */
export const MAX_ROSTER_ROWS = 50_000;
/** Titles and headings besides. */
const LIMITS = { bytes: MAX_ROSTER_BYTES, rows: MAX_ROSTER_ROWS + HEADING_WITHIN };
const FONT_WITHIN = 200;

export type Cells = Partial<Record<RosterColumn, string>>;

export interface RosterRow {
  /** As a spreadsheet program counts, the first line of the file being 1. */
  number: number;
  cells: Cells;
}

export interface RosterFile {
  total: number;
  /** Headings that were not understood. */
  ignoredColumns: string[];
  /** Sheets of the workbook that were not read. */
  otherSheets: string[];
  /** Those of them that hold a list as well. */
  otherLists: string[];
  /** Read all the same. */
  hiddenRows: number;
  /** Birth dates in which a spreadsheet seems to have changed day and month for each other. */
  swappedDays: number;
  /** Rows with anything in them, read anew each time: a file of fifty thousand people is never held as rows. */
  rows(): AsyncGenerator<RosterRow>;
}

/** Which rows of a file are headings; null when a person has to say it. */
export const headingIn = (rows: SheetRow[], remembered: ColumnMap): RosterHeading | null => {
  const heading = findHeading(rows, remembered);
  return heading && namesPeople(heading) ? heading : null;
};

/**
 * Reads a CSV or XLSX as units send them, headings in Vietnamese or as the unit once explained them. Throws `sheet.*` or
 * `import.*` for a file that cannot be read as a whole; single rows are judged later.
 */
export async function openRosterFile(bytes: Buffer, remembered: ColumnMap = {}): Promise<RosterFile> {
  const notes: SheetNotes = { otherSheets: [] };
  const heading = findHeading(await readHead(bytes, remembered, notes), remembered);
  if (!heading) throw refuse('import.heading-missing');
  if (!namesPeople(heading)) throw refuse('import.name-missing');
  const { lastRow, columns, ignoredColumns } = heading;
  let total = 0;
  let hiddenRows = 0;
  const days = new SwappedDays();
  for await (const { number, hidden, cells } of sheetOf(bytes, remembered)) {
    if (number <= lastRow) continue;
    total += 1;
    if (hidden) hiddenRows += 1;
    columns.forEach((column, index) => column === 'birth' && days.see(cells[index]));
  }
  if (total === 0) throw refuse('import.no-rows');
  if (total > MAX_ROSTER_ROWS) throw tooMany();
  return {
    total,
    ignoredColumns,
    otherSheets: shown(notes.otherSheets),
    otherLists: shown(notes.otherLists ?? []),
    hiddenRows,
    swappedDays: days.count,
    async *rows() {
      const taker = new RosterCells(columns);
      for await (const { number, cells } of sheetOf(bytes, remembered))
        if (number > lastRow) yield { number, cells: taker.take(cells) };
    },
  };
}

const shown = (names: string[]): string[] => names.slice(0, 10).map((name) => name.slice(0, 40));

const tooMany = () =>
  new DomainError('too-large', 'import.too-many-rows', { max: MAX_ROSTER_ROWS }, { file: 'import.too-many-rows' });

/** The first rows, enough to tell the headings by. */
export async function readHead(bytes: Buffer, remembered: ColumnMap = {}, notes?: SheetNotes): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of sheetOf(bytes, remembered, notes)) {
    rows.push(row);
    if (rows.length === FONT_WITHIN) break;
  }
  const font = legacyFont(rows.flatMap(({ cells }) => cells));
  if (font) throw refuse(`sheet.${font}`);
  if (rows.length === 0) throw refuse('sheet.empty');
  return rows;
}

const sheetOf = (bytes: Buffer, remembered: ColumnMap, notes?: SheetNotes) =>
  readSheet(bytes, LIMITS, (heading) => columnOf(heading, remembered) !== null, notes);

const refuse = (code: string, data: Record<string, unknown> = {}) => invalid(code, { file: code }, data);
