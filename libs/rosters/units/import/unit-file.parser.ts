import type { UnitRow } from '#libs/organisation';
import { DomainError, clean, invalid, legacyFont, plainText, readSheet } from '#libs/platform';
import { isBelowThePeople } from '../../imports/rows-aside.policy.js';
import { columnsOf, isUnitHeading, type UnitColumn } from './unit-columns.js';

export const MAX_UNIT_ROWS = 10_000;
export const MAX_UNIT_BYTES = 5 * 1024 * 1024;
/** Titles may stand above the headings. */
const LOOK_FOR_HEADINGS = 15;
/** Old fonts are told by the first rows. */
const FONT_WITHIN = 200;

/** The lines of a CSV or XLSX file of units, as they were typed. Throws for a file that is none. */
export async function readUnitFile(bytes: Buffer): Promise<UnitRow[]> {
  const rows: UnitRow[] = [];
  const head: string[] = [];
  let columns: Map<number, UnitColumn> | null = null;
  let seen = 0;
  let signed = false;
  const limits = { bytes: MAX_UNIT_BYTES, cellLength: 1000 };
  for await (const { number, cells, headings } of readSheet(bytes, limits, isUnitHeading)) {
    seen += 1;
    if (seen <= FONT_WITHIN) head.push(...cells);
    if (!columns) {
      columns = columnsOf(headings ?? cells);
      if (!columns && seen >= LOOK_FOR_HEADINGS) break;
      continue;
    }
    if (rows.length >= MAX_UNIT_ROWS) throw tooMany();
    const row = rowOf(number, cells, columns);
    // Sums and who signs stand below the units and have no code.
    signed = !row.code && (signed || cells.some((cell) => isBelowThePeople(cell)));
    if (!signed && (row.code || row.name)) rows.push(row);
  }
  const font = legacyFont(head);
  if (font) throw refuse(`sheet.${font}`);
  if (!columns) throw refuse('unit-import.heading-missing');
  if (rows.length === 0) throw refuse('unit-import.no-rows');
  return rows;
}

function rowOf(number: number, cells: string[], columns: Map<number, UnitColumn>): UnitRow {
  const row: UnitRow = { row: number, code: '', name: '', kind: '', parentCode: '', linkCode: '' };
  for (const [index, column] of columns) row[column] = clean(plainText(cells[index] ?? '')).replace(/\s+/g, ' ');
  return row;
}

const refuse = (code: string) => invalid(code, { file: code });

const tooMany = () =>
  new DomainError(
    'too-large',
    'unit-import.too-many-rows',
    { max: MAX_UNIT_ROWS },
    { file: 'unit-import.too-many-rows' },
  );
