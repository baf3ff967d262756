import { isOle, oleRefusal } from './ole-file.js';
import { readCsv, type IsHeading } from './read-csv.js';
import { readXlsx } from './read-xlsx.js';
import {
  SHEET_LIMITS,
  refuseSheet,
  sheetTooLarge,
  type SheetLimits,
  type SheetNotes,
  type SheetRow,
} from './sheet-limits.js';

const ZIP = Buffer.from('PK\x03\x04');

/**
 * The rows of a CSV or XLSX file as texts; which of both it is, is told by its content. Throws `sheet.*` for a file that
 * cannot be read or holds too much. The file's bytes are held, its rows are not.
 */
export async function* readSheet(
  bytes: Buffer,
  limits: Partial<SheetLimits> = {},
  isHeading?: IsHeading,
  notes?: SheetNotes,
): AsyncGenerator<SheetRow> {
  const all = { ...SHEET_LIMITS, ...limits };
  if (bytes.length > all.bytes) throw sheetTooLarge('sheet.too-large', { max: all.bytes });
  if (isOle(bytes)) throw refuseSheet(oleRefusal(bytes));
  yield* bytes.subarray(0, ZIP.length).equals(ZIP)
    ? readXlsx(bytes, all, isHeading, notes)
    : readCsv(bytes, all, isHeading);
}
