import type { RosterColumn } from '#libs/rosters';
import type { Download } from '../shell/page.js';
import { tableFile, type TableFormat } from './table-file.js';
import { COLUMNS } from './words.js';

const EXPORTED = ['fullName', 'birth', 'phone', 'personalNumber', 'unitCode', 'position', 'isHead'] as const;

/** A roster as a file to take away: imported again it changes nothing. */
export function rosterFile(
  format: TableFormat,
  people: Partial<Record<RosterColumn, string>>[],
  at: Date,
): Promise<Download> {
  return tableFile(format, {
    fileName: 'danh-sach',
    title: 'Danh sách',
    at,
    columns: EXPORTED.map((column) => ({ header: COLUMNS[column], width: 22 })),
    rows: people.map((cells) => EXPORTED.map((column) => cells[column] ?? null)),
  });
}
