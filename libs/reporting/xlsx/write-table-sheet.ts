import {
  SheetWriter,
  serialDay,
  sheetPath,
  sheetRelations,
  tablePath,
  tableXml,
  type SheetCell,
  type ZipFile,
} from '#libs/platform';
import type { Column, ColumnType } from '../figure-columns.js';
import type { Progress } from '../report-source.js';

export interface TableSheet<T> {
  number: number;
  /** Letters only; what formulas call the table. */
  tableName: string;
  columns: Column<T>[];
  /** Stand above the table. */
  lead: SheetCell[][];
  shows(row: T): boolean;
  /** Set in bold: the others stand under it. */
  strong(row: T): boolean;
  printTitle: string;
  printHead: string;
  printFoot: string;
}

/** Rows between two reports of progress. */
const STEP = 2000;
const HEADER_HEIGHT = 64;
/** Code and name stay in view. */
const NAMED_COLUMNS = 2;

/** Streams the rows that the sheet shows into one sheet with one table. Answers how many it wrote. */
export async function writeTableSheet<T>(
  zip: ZipFile,
  sheet: TableSheet<T>,
  rows: () => Iterable<T> | AsyncIterable<T>,
  progress?: Progress,
): Promise<number> {
  const { number, columns, lead } = sheet;
  const headerRow = lead.length + 1;
  const writer = await SheetWriter.begin(zip, sheetPath(number), {
    widths: columns.map(({ width }) => width),
    frozenRows: headerRow,
    frozenColumns: NAMED_COLUMNS,
    printTitle: sheet.printTitle,
    printHead: sheet.printHead,
    printFoot: sheet.printFoot,
    hasTable: true,
  });
  for (const cells of lead) await writer.row(cells);
  await writer.row(
    columns.map(({ header }) => [header, 'header']),
    HEADER_HEIGHT,
  );
  for await (const row of rows()) {
    if (!sheet.shows(row)) continue;
    const waits = writer.row(columns.map((column) => cell(column, row, sheet.strong(row))));
    if (waits) await waits;
    const written = writer.rows - headerRow;
    if (progress && written % STEP === 0) await progress(written);
  }
  await writer.end();
  await zip.add(`xl/worksheets/_rels/sheet${number}.xml.rels`, sheetRelations(number));
  const headers = columns.map(({ header }) => header);
  await zip.add(
    tablePath(number),
    tableXml({ id: number, name: sheet.tableName, headerRow, lastRow: writer.rows, headers }),
  );
  return writer.rows - headerRow;
}

function cell<T>(column: Column<T>, row: T, strong: boolean): SheetCell {
  const value = column.value(row);
  const style = strong && column.type !== 'day' ? (`${column.type}Strong` as const) : column.type;
  if (value === null) return [null, style];
  if (typeof value === 'number') return [SCALE[column.type](value), style];
  if (column.type === 'day') return [serialDay(value), 'day'];
  return [value, column.type === 'text' ? style : 'instead'];
}

const same = (value: number): number => value;
const SCALE: Record<ColumnType, (value: number) => number> = {
  text: same,
  level: same,
  count: same,
  change: same,
  day: same,
  percent: (tenths) => tenths / 1000,
};
