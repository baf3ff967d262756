import { columnIndex } from './cell-reference.js';
import { MergedCells } from './merged-cells.js';
import { PLAIN, numberText } from './number-text.js';
import type { IsHeading } from './read-csv.js';
import {
  checkedRow,
  refuseSheet,
  sheetTooLarge,
  type SheetLimits,
  type SheetNotes,
  type SheetRow,
} from './sheet-limits.js';
import { RichText, readWorkbook, type Workbook } from './workbook-parts.js';
import { XmlReader } from './xml-reader.js';
import { ZipArchive } from './zip-archive.js';

/** A cover stands before the list, seldom more. */
const SHEETS_LOOKED_AT = 5;
const ROWS_LOOKED_AT = 40;
/** Another list has at least two, and half of those of the one that is read. */
const isList = (headings: number, most: number): boolean => headings >= 2 && headings * 2 >= most;

/**
 * The rows, as texts, of the sheet that is not hidden and has most headings in one of its first rows, the first of equals;
 * while it is being unpacked. `notes` is told which others there are.
 */
export async function* readXlsx(
  bytes: Buffer,
  limits: SheetLimits,
  isHeading: IsHeading = () => false,
  notes?: SheetNotes,
): AsyncGenerator<SheetRow> {
  const archive = ZipArchive.open(bytes, limits);
  const book = await readWorkbook(archive, limits);
  let [chosen] = book.sheets;
  let most = 0;
  const found = new Map<Workbook['sheets'][number], number>();
  for (const sheet of book.sheets.length > 1 ? book.sheets.slice(0, SHEETS_LOOKED_AT) : []) {
    const headings = await headingsIn(rowsOf(archive, book, sheet.path, limits), isHeading);
    found.set(sheet, headings);
    if (headings > most) [chosen, most] = [sheet, headings];
  }
  if (notes) {
    const others = book.sheets.filter((sheet) => sheet !== chosen);
    notes.otherSheets = others.map(({ name }) => name);
    notes.otherLists = others.filter((sheet) => isList(found.get(sheet) ?? 0, most)).map(({ name }) => name);
  }
  yield* rowsOf(archive, book, chosen.path, limits);
}

async function headingsIn(rows: AsyncIterable<SheetRow>, isHeading: IsHeading): Promise<number> {
  let most = 0;
  let seen = 0;
  for await (const { cells, headings = cells } of rows) {
    most = Math.max(most, headings.filter(isHeading).length);
    seen += 1;
    if (seen === ROWS_LOOKED_AT) break;
  }
  return most;
}

async function* rowsOf(
  archive: ZipArchive,
  book: Workbook,
  path: string,
  limits: SheetLimits,
): AsyncGenerator<SheetRow> {
  const rows = new SheetRows(book, await MergedCells.find(archive.text(path)), limits);
  const xml = new XmlReader(rows);
  for await (const piece of archive.text(path)) {
    xml.write(piece);
    yield* rows.take();
  }
  xml.end();
  yield* rows.take();
}

const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;

/** Collects the cells of each row from the events of the sheet's XML. */
class SheetRows {
  private done: SheetRow[] = [];
  private count = 0;
  private number = 0;
  private cells: string[] = [];
  private column = -1;
  private hidden = false;
  private type = 'n';
  private style = 0;
  private inValue = false;
  private value = '';
  private readonly inline = new RichText();

  constructor(
    private readonly book: Workbook,
    private readonly merged: MergedCells,
    private readonly limits: SheetLimits,
  ) {}

  take(): SheetRow[] {
    const rows = this.done;
    this.done = [];
    return rows;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') this.startRow(attributes);
    else if (name === 'c') this.startCell(attributes);
    else if (name === 'v') this.inValue = true;
    else this.inline.open(name);
  }

  /** A row and a cell may leave out where they stand: then it is behind the one before. */
  private startRow({ r: place, hidden }: Record<string, string>): void {
    const number = place ? Number(place) : this.number + 1;
    if (!(number > this.number) || number > LAST_ROW) throw refuseSheet('sheet.damaged');
    this.number = number;
    this.cells = [];
    this.column = -1;
    this.hidden = /^(1|true)$/.test(hidden ?? '');
  }

  private startCell({ r, t = 'n', s }: Record<string, string>): void {
    this.column = r ? columnIndex(r) : this.column + 1;
    if (this.column < 0 || this.column >= LAST_COLUMN) throw refuseSheet('sheet.damaged');
    this.type = t;
    this.style = Number(s ?? 0);
    this.value = '';
    this.inline.start();
  }

  text(text: string): void {
    if (this.inValue) this.value += text;
    else this.inline.text(text);
  }

  close(name: string): void {
    if (name === 'v') this.inValue = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row') this.endRow();
    else this.inline.close(name);
  }

  private endCell(): void {
    const text = this.cellText();
    if (!text) return;
    // Told here, so that a text far to the right does not make a row of thousands of cells.
    if (this.column >= this.limits.columns)
      throw sheetTooLarge('sheet.too-many-columns', { max: this.limits.columns, row: this.number });
    this.cells[this.column] = text;
  }

  /** Formulas give the value they had when the file was saved. */
  private cellText(): string {
    const { sharedTexts, looks, from1904 } = this.book;
    if (this.type === 's') return this.value === '' ? '' : (sharedTexts[Number(this.value)] ?? missing());
    if (this.type === 'inlineStr') return this.inline.value;
    if (this.type === 'b') return this.value === '1' ? 'TRUE' : 'FALSE';
    if (this.type !== 'n') return this.value;
    return this.value && numberText(this.value, looks[this.style] ?? PLAIN, from1904);
  }

  private endRow(): void {
    const headings = this.merged.fill(this.number, this.cells)?.slice(0, this.limits.columns);
    if (this.cells.length > this.limits.columns) this.cells.length = this.limits.columns;
    const row = checkedRow(this.number, this.cells, this.limits);
    if (!row) return;
    this.count += 1;
    if (this.count > this.limits.rows) throw sheetTooLarge('sheet.too-many-rows', { max: this.limits.rows });
    this.done.push({
      ...row,
      ...(headings && { headings: Array.from(headings, (cell) => cell ?? '') }),
      ...(this.hidden && { hidden: true as const }),
    });
  }
}

function missing(): never {
  throw refuseSheet('sheet.damaged');
}
