/**
 * The dialect: UTF-8 with a byte order mark, CRLF, and `;` between cells. A double click must open the file rightly in
 * an Excel whose language is Vietnamese: there `,` is the decimal sign and `;` separates, so that a file with commas
 * falls into one column. A `sep=` line would help too, but makes Excel forget the byte order mark and other programs
 * read it as data.
 */
export const BYTE_ORDER_MARK = '\ufeff';
const SEPARATOR = ';';
const END = '\r\n';

/**
 * A spreadsheet takes a cell that begins so for a formula (also in its full-width forms), quoted or not. The same after
 * a sign that separates cells for a spreadsheet of another language.
 */
const FORMULA = /(^|[,;\t\r\n])((?:[^\S\t\r\n]|")*[=+\-@＝＋－＠])/g;
const BLANK_START = /^[\t\r\n]/;

/** Texts that could be a formula get an apostrophe; numbers are made here and need none. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = value.replace(FORMULA, `$1'$2`).replace(BLANK_START, `'$&`);
  return /[";,\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a text said before `csvCell` kept it from being a formula. */
export const plainText = (cell: string): string => cell.replace(GUARD, '$1$2');

const GUARD = /(^|[,;\t\r\n])'((?:[^\S\t\r\n]|")*[=+\-@＝＋－＠])/g;

export const csvLine = (cells: (string | number | null)[]): string => cells.map(csvCell).join(SEPARATOR) + END;

/** Tenths as a decimal that a Vietnamese spreadsheet reads as a number: 975 is 97,5. */
export const decimal = (tenths: number): string => `${Math.trunc(tenths / 10)},${tenths % 10}`;
