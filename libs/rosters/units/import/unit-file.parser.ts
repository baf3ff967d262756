import type { UnitRow } from '#libs/organisation';
import { DomainError, clean, invalid, readSheet } from '#libs/platform';
import { columnsOf, type UnitColumn } from './unit-columns.js';

export const MAX_UNIT_ROWS = 10_000;
export const MAX_UNIT_BYTES = 5 * 1024 * 1024;
/** Titles may stand above the headings. */
const LOOK_FOR_HEADINGS = 15;

/** The lines of a CSV or XLSX file of units, as they were typed. Throws for a file that is none. */
export async function readUnitFile(bytes: Buffer): Promise<UnitRow[]> {
  const rows: UnitRow[] = [];
  let columns: Map<number, UnitColumn> | null = null;
  let seen = 0;
  for await (const { number, cells } of readSheet(bytes, { bytes: MAX_UNIT_BYTES, cellLength: 1000 })) {
    seen += 1;
    if (!columns) {
      columns = columnsOf(cells);
      if (!columns && seen >= LOOK_FOR_HEADINGS) break;
      continue;
    }
    if (rows.length >= MAX_UNIT_ROWS)
      throw new DomainError(
        'too-large',
        'unit-import.too-many-rows',
        { max: MAX_UNIT_ROWS },
        { file: 'unit-import.too-many-rows' },
      );
    const row = rowOf(number, cells, columns);
    if (row.code || row.name) rows.push(row);
  }
  if (!columns) throw invalid('unit-import.heading-missing', { file: 'unit-import.heading-missing' });
  if (rows.length === 0) throw invalid('unit-import.no-rows', { file: 'unit-import.no-rows' });
  return rows;
}

function rowOf(number: number, cells: string[], columns: Map<number, UnitColumn>): UnitRow {
  const row: UnitRow = { row: number, code: '', name: '', kind: '', parentCode: '', linkCode: '' };
  for (const [index, column] of columns) row[column] = clean(cells[index] ?? '').replace(/\s+/g, ' ');
  return row;
}
