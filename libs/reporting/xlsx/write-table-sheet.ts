import type { FigureRow } from '#libs/campaigns';
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
import type { FigureRows, Progress } from '../report-source.js';

export interface TableSheet {
  number: number;
  /** Letters only; what formulas call the table. */
  tableName: string;
  columns: Column<FigureRow>[];
  /** Stand above the table. */
  lead: SheetCell[][];
  shows(row: FigureRow): boolean;
  printHead: string;
  printFoot: string;
}

/** Rows between two reports of progress. */
const STEP = 2000;
const HEADER_HEIGHT = 64;

/** Streams the rows that the sheet shows into one sheet with one table. Answers how many it wrote. */
export async function writeTableSheet(
  zip: ZipFile,
  sheet: TableSheet,
  rows: FigureRows,
  progress?: Progress,
): Promise<number> {
  const { number, columns, lead } = sheet;
  const headerRow = lead.length + 1;
  const writer = await SheetWriter.begin(zip, sheetPath(number), {
    widths: columns.map(({ width }) => width),
    frozenRows: headerRow,
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
    const waits = writer.row(columns.map((column) => cell(column, row)));
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

function cell(column: Column<FigureRow>, row: FigureRow): SheetCell {
  const value = column.value(row);
  if (value === null) return [null, column.type];
  if (typeof value === 'number') return [SCALE[column.type](value), column.type];
  if (column.type === 'day') return [serialDay(value), 'day'];
  return [value, column.type === 'text' ? 'text' : 'instead'];
}

const same = (value: number): number => value;
const SCALE: Record<ColumnType, (value: number) => number> = {
  text: same,
  level: same,
  count: same,
  day: same,
  percent: (tenths) => tenths / 1000,
};
