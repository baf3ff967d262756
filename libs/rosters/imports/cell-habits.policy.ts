import { clean } from '#libs/platform';
import type { RosterColumn } from './roster-columns.js';
import type { Cells } from './roster-file.parser.js';
import type { RowReason } from './roster-import.entity.js';

/** What a spreadsheet writes where a formula found nothing or could not be worked out. */
const FAILED = /^(#(n\/a|value!|ref!|name\?|div\/0!|num!|null!|spill!|calc!)|err:\d{3})$/i;
/** How people say that there is nothing, and a spreadsheet of a cell that a formula found blank. */
const NOTHING = /^([-–—.]+|0|00:00:00|không( có)?|ko( có)?|chưa( có)?)$/iu;
const MAY_BE_NOTHING = new Set<RosterColumn>(['birth', 'phone', 'personalNumber', 'unitCode', 'unitName', 'position']);
const OF_DIGITS = new Set<RosterColumn>(['birth', 'phone', 'personalNumber', 'unitCode']);

export const saysNothing = (text: string): boolean => NOTHING.test(clean(text));

/** The cells of a row without what spreadsheets and people put in for nothing; a formula that failed is told. */
export function plainCells(cells: Cells): { told: Cells; failed: RowReason[] } {
  const told: Cells = {};
  const failed: RowReason[] = [];
  for (const [key, cell] of Object.entries(cells)) {
    const column = key as RosterColumn;
    const text = clean(cell);
    if (FAILED.test(text)) failed.push({ code: 'row.formula-failed', column });
    else if (!MAY_BE_NOTHING.has(column) || !saysNothing(text))
      told[column] = OF_DIGITS.has(column) ? text.replace(/^(\d+)\.0+$/, '$1') : cell;
  }
  return { told, failed };
}
