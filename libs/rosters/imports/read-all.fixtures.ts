import type { ColumnMap } from './roster-columns.js';
import { openRosterFile, type RosterRow } from './roster-file.parser.js';

/** A whole file at once, for suites. */
export async function readAll(bytes: Buffer, remembered?: ColumnMap) {
  const file = await openRosterFile(bytes, remembered);
  const rows: RosterRow[] = [];
  for await (const row of file.rows()) rows.push(row);
  return { rows, ignoredColumns: file.ignoredColumns };
}
