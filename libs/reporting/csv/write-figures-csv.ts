import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { FigureRow } from '#libs/campaigns';
import { lineNames, unitColumns, type Column } from '../figure-columns.js';
import type { FigureRows, Progress, ReportSource } from '../report-source.js';
import { tableTexts } from '../texts.vi.js';
import { BYTE_ORDER_MARK, csvLine, decimal } from './csv-line.js';

/** Rows between two reports of progress. */
const STEP = 2000;

/** Writes the figures of all units and lines, one row each; every row says which frozen figures it belongs to. */
export async function writeFiguresCsv(
  path: string,
  source: ReportSource,
  rows: FigureRows,
  progress?: Progress,
): Promise<void> {
  const out = createWriteStream(path);
  const failed = new Promise<never>((_, fail) => out.once('error', fail));
  failed.catch(() => undefined);
  const write = async (text: string) => {
    if (!out.write(text)) await Promise.race([once(out, 'drain'), failed]);
  };
  const columns = unitColumns(lineNames(source.document.requirements));
  const { asOfDay, status, sha256 } = tableTexts.columns;
  const origin = [source.document.asOfDay, source.draft ? tableTexts.draft : tableTexts.signed, source.sha256];
  try {
    await write(BYTE_ORDER_MARK + csvLine([...columns.map(({ header }) => header), asOfDay, status, sha256]));
    let written = 0;
    for await (const row of rows()) {
      await write(csvLine([...columns.map((column) => cell(column, row)), ...origin]));
      written += 1;
      if (progress && written % STEP === 0) await progress(written);
    }
    out.end();
    await finished(out);
  } catch (error) {
    out.destroy();
    throw error;
  }
}

/** Rates as decimals in percent, without the sign. */
function cell(column: Column<FigureRow>, row: FigureRow): string | number | null {
  const value = column.value(row);
  return column.type === 'percent' && typeof value === 'number' ? decimal(value) : value;
}
