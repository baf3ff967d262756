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
/** Excel before 2007, and every workbook with a password. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

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
  if (startsWith(bytes, OLE)) throw refuseSheet('sheet.old-format');
  yield* startsWith(bytes, ZIP) ? readXlsx(bytes, all, isHeading, notes) : readCsv(bytes, all, isHeading);
}

const startsWith = (bytes: Buffer, start: Buffer): boolean => bytes.subarray(0, start.length).equals(start);
