import { columnIndex } from './cell-reference.js';
import { sheetTooLarge } from './sheet-limits.js';

interface Merge {
  row: number;
  lastRow: number;
  column: number;
  lastColumn: number;
}

/** Headings stand in the first rows. */
const HEAD_ROWS = 30;
const MOST = 50_000;
/** Merged cells do not overlap, so that a row is in no more of them than it has columns. */
const MOST_AT_ONCE = 2000;

/**
 * Merged cells keep their text in the corner only. Here it is given to each row of the corner's column ("Bản Nà Khằm"
 * beside six people is the place of all six). Over several columns it is spread only for who looks for headings: a sum or
 * the name of a village, merged over the whole table, says nothing in each of its columns.
 */
export class MergedCells {
  private readonly texts = new Map<Merge, string>();
  private readonly starting = new Map<number, Merge[]>();
  private open: Merge[] = [];

  private constructor(merges: Iterable<Merge>) {
    for (const merge of merges) {
      const others = this.starting.get(merge.row);
      if (others) others.push(merge);
      else this.starting.set(merge.row, [merge]);
    }
  }

  /** They stand behind the rows, so that they are looked for before the rows are read. */
  static async find(pieces: AsyncIterable<string>): Promise<MergedCells> {
    const merges = new Map<string, Merge>();
    let rest = '';
    for await (const piece of pieces) {
      const text = rest + piece;
      for (const [, ref] of text.matchAll(/mergeCell\s[^<>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"/g)) {
        merges.set(ref, parse(ref));
        if (merges.size > MOST) throw sheetTooLarge('sheet.bomb');
      }
      rest = text.slice(-100);
    }
    return new MergedCells(merges.values());
  }

  /** Rows come in their order. Changes the cells; returns them as headings where that is more, among the first rows. */
  fill(row: number, cells: string[]): string[] | undefined {
    for (const merge of this.starting.get(row) ?? []) {
      this.texts.set(merge, cells[merge.column] ?? '');
      this.open.push(merge);
    }
    if (this.open.length === 0) return undefined;
    this.open = this.open.filter(({ lastRow }) => lastRow >= row);
    if (this.open.length > MOST_AT_ONCE) throw sheetTooLarge('sheet.bomb');
    for (const merge of this.open) cells[merge.column] ||= this.texts.get(merge)!;
    return row <= HEAD_ROWS ? this.spread(cells) : undefined;
  }

  /** A text is the heading of each column it is merged over. */
  private spread(cells: string[]): string[] | undefined {
    const wide = this.open.filter(({ column, lastColumn }) => lastColumn > column);
    if (wide.length === 0) return undefined;
    const headings = [...cells];
    for (const merge of wide)
      for (let { column } = merge; column <= merge.lastColumn; column += 1) headings[column] ||= this.texts.get(merge)!;
    return headings;
  }
}

/** Columns far out are nobody's. */
const MOST_COLUMNS = 200;

function parse(ref: string): Merge {
  const [from, to] = ref.split(':');
  const column = columnIndex(from);
  const lastColumn = Math.min(columnIndex(to), column + MOST_COLUMNS);
  return { column, lastColumn, row: rowOf(from), lastRow: rowOf(to) };
}

const rowOf = (cell: string): number => Number(cell.replace(/\D/g, ''));
