import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BYTE_ORDER_MARK, csvLine, writeWorkbook } from '#libs/platform';
import { download, type Download } from '../shell/page.js';

export type TableFormat = 'xlsx' | 'csv';

export interface TableFile {
  /** Without its ending. */
  fileName: string;
  title: string;
  at: Date;
  columns: { header: string; width: number }[];
  rows: (string | number | null)[][];
}

const TYPES: Record<TableFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** A list to take away. In neither format does a cell run as a formula. */
export async function tableFile(format: TableFormat, table: TableFile): Promise<Download> {
  const bytes = format === 'csv' ? csv(table) : await xlsx(table);
  return download(bytes, {
    fileName: `${table.fileName}.${format}`,
    type: TYPES[format],
    bytes: bytes.length,
  });
}

function csv({ columns, rows }: TableFile): Buffer {
  const lines = [columns.map(({ header }) => header), ...rows].map((row) => csvLine(row));
  return Buffer.from(BYTE_ORDER_MARK + lines.join(''), 'utf8');
}

async function xlsx({ title, at, columns, rows }: TableFile): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'hvs-table-'));
  try {
    const path = join(folder, 'table.xlsx');
    await writeWorkbook(path, { title, creator: 'Học Vụ Số', at, sheets: [{ name: 'Danh sách', columns, rows }] });
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
