import { CsvError, parse } from 'csv-parse/sync';
import { DomainError, clean, invalid } from '#libs/platform';
import { columnOf, isRemarkable, type RosterColumn } from './roster-columns.js';

export const MAX_ROSTER_BYTES = 20 * 1024 * 1024;
/** More than the largest commune has people. */
export const MAX_ROSTER_ROWS = 50_000;
/** Titles and dates often stand above the headings. */
const HEADING_WITHIN = 20;
const DELIMITERS = [';', ',', '\t'];

/** A zip or an OLE file: somebody chose the workbook itself. */
const WORKBOOKS = [Buffer.from('PK\x03\x04'), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])];

export type Cells = Partial<Record<RosterColumn, string>>;

export interface RosterFile {
  /** Rows with anything in them; `number` as a spreadsheet program counts, the first line of the file being 1. */
  rows: { number: number; cells: Cells }[];
  /** Headings that were not understood. */
  ignoredColumns: string[];
}

/**
 * Reads a CSV as units send them: UTF-8 with or without BOM, parted by semicolon, comma or tab, headings in Vietnamese.
 * Throws `import.*` (kind invalid or too-large) for a file that cannot be read as a whole; single rows are judged later.
 */
export function parseRosterFile(bytes: Buffer): RosterFile {
  const text = decode(bytes);
  const delimiter = bestDelimiter(text);
  const records = split(text, delimiter);
  const heading = findHeading(records);
  if (!heading) throw refuse('import.heading-missing');
  const { columns, ignoredColumns } = readHeading(records[heading.index]);
  if (!columns.includes('fullName') && !(columns.includes('middleName') && columns.includes('givenName')))
    throw refuse('import.name-missing');
  const rows = records
    .map((record, index) => ({ number: index + 1, cells: cellsOf(record, columns), filled: record.some(hasText) }))
    .slice(heading.index + 1)
    .filter(({ filled }) => filled)
    .map(({ number, cells }) => ({ number, cells }));
  if (rows.length === 0) throw refuse('import.no-rows');
  if (rows.length > MAX_ROSTER_ROWS) throw refuse('import.too-many-rows', { max: MAX_ROSTER_ROWS });
  return { rows, ignoredColumns };
}

function decode(bytes: Buffer): string {
  if (bytes.length > MAX_ROSTER_BYTES)
    throw new DomainError('too-large', 'import.too-large', {}, { csv: 'import.too-large' });
  if (WORKBOOKS.some((start) => bytes.subarray(0, start.length).equals(start))) throw refuse('import.spreadsheet');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('import.not-utf8');
  }
  // UTF-16 of plain letters is valid UTF-8, but full of zeros.
  if (text.includes('\0')) throw refuse('import.not-utf8');
  if (text.trim() === '') throw refuse('import.empty');
  return text;
}

/** The one that makes most headings readable. */
function bestDelimiter(text: string): string {
  const head = text.split(/\r\n|\r|\n/, HEADING_WITHIN).join('\n');
  const scored = DELIMITERS.map((delimiter) => ({
    delimiter,
    known: findHeading(split(head, delimiter, true))?.known ?? 0,
  }));
  return scored.sort((a, b) => b.known - a.known)[0].delimiter;
}

function split(text: string, delimiter: string, lenient = false): string[][] {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: false,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
  } catch (error) {
    if (lenient) return [];
    if (error instanceof CsvError) throw refuse('import.malformed', { row: Number(error.lines ?? 0) });
    throw error;
  }
}

function findHeading(records: string[][]): { index: number; known: number } | null {
  const scored = records.slice(0, HEADING_WITHIN).map((record, index) => ({
    index,
    known: new Set(record.map(columnOf).filter(Boolean)).size,
  }));
  // Of several likely lines the first best one: a name alone may be a title.
  const best = scored.reduce<{ index: number; known: number } | null>(
    (a, b) => (a && a.known >= b.known ? a : b),
    null,
  );
  return best && best.known > 0 ? best : null;
}

/** Columns that may stand twice ("Ngày sinh" and "Năm sinh"): the first one filled in a row is read. */
const REPEATABLE = new Set<RosterColumn>(['birth', 'phone', 'unitName', 'position']);

function readHeading(record: string[]): { columns: (RosterColumn | null)[]; ignoredColumns: string[] } {
  const columns: (RosterColumn | null)[] = [];
  const ignoredColumns: string[] = [];
  for (const heading of record) {
    const column = columnOf(heading);
    const usable = column && (REPEATABLE.has(column) || !columns.includes(column));
    columns.push(usable ? column : null);
    if (!usable && isRemarkable(heading)) ignoredColumns.push(clean(heading).slice(0, 100));
  }
  const alone = !columns.includes('fullName') && !columns.includes('middleName');
  return { columns: columns.map((column) => (alone && column === 'givenName' ? 'fullName' : column)), ignoredColumns };
}

function cellsOf(record: string[], columns: (RosterColumn | null)[]): Cells {
  const cells: Cells = {};
  columns.forEach((column, index) => {
    const value = clean(record[index] ?? '');
    if (column && value) cells[column] ??= value;
  });
  return cells;
}

const hasText = (cell: string): boolean => clean(cell) !== '';

const refuse = (code: string, data: Record<string, unknown> = {}) => invalid(code, { csv: code }, data);
