import { CsvError, parse as parseSync } from 'csv-parse/sync';
import { parse } from 'csv-parse';
import { decodeText } from './decode-text.js';
import { checkedRow, refuseSheet, sheetTooLarge, type SheetLimits, type SheetRow } from './sheet-limits.js';

const DELIMITERS = [';', ',', '\t', '|'];
/** Titles and dates stand above the table, so that the separator is told from more than a line. */
const LOOKED_AT = 40;
const PIECE = 64 * 1024;

/** True for what stands above a column: tells the separator when the cells hold separators themselves. */
export type IsHeading = (cell: string) => boolean;

const options = (delimiter: string) => ({
  delimiter,
  bom: true,
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: false,
  record_delimiter: ['\r\n', '\n', '\r'],
});

/** Rows of a text file parted by semicolon, comma, tab or upright stroke. */
export async function* readCsv(bytes: Buffer, limits: SheetLimits, isHeading?: IsHeading): AsyncGenerator<SheetRow> {
  const { text, delimiter, skipped } = begin(decodeText(bytes), isHeading);
  const parser = parse(options(delimiter));
  feed(parser, text);
  let number = skipped;
  let count = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number += 1;
      const row = checkedRow(number, cells, limits);
      if (!row) continue;
      count += 1;
      if (count > limits.rows) throw sheetTooLarge('sheet.too-many-rows', { max: limits.rows });
      yield row;
    }
  } catch (error) {
    if (error instanceof CsvError) throw refuseSheet('sheet.malformed', { row: Number(error.lines ?? 0) });
    throw error;
  }
}

/** Piece by piece, so that the parsed rows do not pile up. */
function feed(parser: ReturnType<typeof parse>, text: string): void {
  let at = 0;
  const next = () => {
    while (at < text.length) {
      const piece = text.slice(at, at + PIECE);
      at += PIECE;
      if (!parser.write(piece)) return;
    }
    parser.off('drain', next);
    parser.end();
  };
  parser.on('drain', next);
  next();
}

/** A first line `sep=;` says the separator, as Excel takes it. */
function begin(text: string, isHeading?: IsHeading): { text: string; delimiter: string; skipped: number } {
  const told = text.match(/^\ufeff?sep=(.)\r?\n/i);
  if (told && DELIMITERS.includes(told[1])) return { text: text.slice(told[0].length), delimiter: told[1], skipped: 1 };
  return { text, delimiter: guessDelimiter(text, isHeading), skipped: 0 };
}

/** The one that makes most headings readable, else the one that parts most lines into the same number of cells. */
function guessDelimiter(text: string, isHeading: IsHeading = () => false): string {
  const head = text
    .slice(0, 200_000)
    .split(/\r\n|\r|\n/, LOOKED_AT)
    .join('\n');
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: score(lenient(head, delimiter), isHeading) }));
  return scored.reduce((best, other) => (other.score > best.score ? other : best)).delimiter;
}

function score(lines: string[][], isHeading: IsHeading): number {
  const widths = new Map<number, number>();
  for (const { length } of lines) if (length > 1) widths.set(length, (widths.get(length) ?? 0) + 1);
  const even = Math.max(0, ...[...widths].map(([width, count]) => count * Math.min(width, 20)));
  return even + 10_000 * Math.max(0, ...lines.map((line) => line.filter(isHeading).length));
}

function lenient(text: string, delimiter: string): string[][] {
  try {
    return parseSync(text, { ...options(delimiter), skip_records_with_error: true });
  } catch {
    return [];
  }
}
