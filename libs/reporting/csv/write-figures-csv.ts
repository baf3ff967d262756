import type { FigureRow } from '#libs/campaigns';
import { BYTE_ORDER_MARK, FileSink, csvLine, decimal } from '#libs/platform';
import { lineNames, unitColumns, type Column } from '../figure-columns.js';
import type { FigureRows, Progress, ReportSource } from '../report-source.js';
import { withSubLines } from '../sub-lines.js';
import { tableTexts } from '../texts.vi.js';

/** Characters written at a time. */
const PIECE = 256 * 1024;

/** Writes the figures of all units and lines, one row each; every row says which frozen figures it belongs to. */
export async function writeFiguresCsv(
  path: string,
  source: ReportSource,
  rows: FigureRows,
  progress?: Progress,
): Promise<void> {
  const file = new FileSink(path);
  const columns = unitColumns(lineNames(source.document.requirements));
  const { asOfDay, status, sha256 } = tableTexts.columns;
  const origin = [source.document.asOfDay, source.draft ? tableTexts.draft : tableTexts.signed, source.sha256];
  try {
    let pending = BYTE_ORDER_MARK + csvLine([...columns.map(({ header }) => header), asOfDay, status, sha256]);
    let written = 0;
    for await (const row of withSubLines(rows)()) {
      pending += csvLine([...columns.map((column) => cell(column, row)), ...origin]);
      written += 1;
      if (pending.length < PIECE) continue;
      file.write(pending);
      pending = '';
      await file.drained();
      await progress?.(written);
    }
    file.write(pending);
    await file.close();
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/** Rates as decimals in percent, without the sign. */
function cell(column: Column<FigureRow>, row: FigureRow): string | number | null {
  const value = column.value(row);
  return column.type === 'percent' && typeof value === 'number' ? decimal(value) : value;
}
