import { DomainError, invalid } from '../../errors/domain-error.js';

/** What a file may hold. Everything above is refused with `sheet.*`, before it is held in memory. */
export interface SheetLimits {
  /** Of the file as it is sent. */
  bytes: number;
  /** With anything in them. */
  rows: number;
  columns: number;
  /** Characters of one cell. */
  cellLength: number;
  /** Of the parts of a workbook that are read, unpacked. */
  inflatedBytes: number;
  /** Unpacked to packed, for parts larger than `RATIO_FROM`. */
  ratio: number;
  /** Parts of a workbook. */
  entries: number;
  /** Characters of all texts that a workbook shares between its cells. */
  sharedCharacters: number;
}

export const SHEET_LIMITS: SheetLimits = {
  bytes: 20 * 1024 * 1024,
  rows: 50_100,
  columns: 100,
  cellLength: 2000,
  inflatedBytes: 256 * 1024 * 1024,
  ratio: 250,
  entries: 1000,
  sharedCharacters: 32_000_000,
};

/** Small parts may shrink a lot without being dangerous. */
export const RATIO_FROM = 4 * 1024 * 1024;

/** A row with anything in it; blank cells at its end are left out. */
export interface SheetRow {
  /** As a spreadsheet program counts: the first is 1. */
  number: number;
  cells: string[];
  /** Among the first rows of a workbook, where a text is merged over several columns: the cells with it in each of them. */
  headings?: string[];
  /** In a workbook, where it does not show: filtered out, or hidden by hand. */
  hidden?: true;
}

/** What a reader of rows does not see of the file they come from. */
export interface SheetNotes {
  /** Names of sheets that were not read. */
  otherSheets: string[];
  /** Those of them that seem to hold a list as well. */
  otherLists?: string[];
}

/** The code stands beside the form's field `file` too. */
export const refuseSheet = (code: string, data: Record<string, unknown> = {}): DomainError =>
  invalid(code, { file: code }, data);

export const sheetTooLarge = (code: string, data: Record<string, unknown> = {}): DomainError =>
  new DomainError('too-large', code, data, { file: code });

/** A row as it is handed on, once it is known to be within the limits. Null for a blank one. */
export function checkedRow(number: number, cells: string[], limits: SheetLimits): SheetRow | null {
  let length = cells.length;
  while (length > 0 && !(cells[length - 1] ?? '').trim()) length -= 1;
  if (length === 0) return null;
  if (length > limits.columns) throw sheetTooLarge('sheet.too-many-columns', { max: limits.columns, row: number });
  const kept = Array.from({ length }, (_, i) => cells[i] ?? '');
  const long = kept.findIndex((cell) => cell.length > limits.cellLength);
  if (long >= 0) throw sheetTooLarge('sheet.cell-too-long', { max: limits.cellLength, row: number, column: long + 1 });
  return { number, cells: kept };
}
