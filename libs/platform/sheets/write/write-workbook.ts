import {
  contentTypes,
  coreProperties,
  packageRelations,
  sheetPath,
  workbookRelations,
  workbookXml,
} from './package-parts.js';
import { SheetWriter, type SheetCell } from './sheet-writer.js';
import { STYLES_XML } from './styles.js';
import { ZipFile } from './zip-file.js';

export interface PlainSheet {
  name: string;
  /** Widths in characters. */
  columns: { header: string; width: number }[];
  /** Texts stay texts, whatever they look like: a leading zero is kept, a formula does not run. */
  rows: Iterable<(string | number | null)[]> | AsyncIterable<(string | number | null)[]>;
}

export interface PlainWorkbook {
  title: string;
  creator: string;
  at: Date;
  sheets: PlainSheet[];
}

/** Writes lists as a workbook, row by row, each sheet with one line of headings that stays in view. */
export async function writeWorkbook(path: string, book: PlainWorkbook): Promise<void> {
  const zip = new ZipFile(path, book.at);
  try {
    const parts = book.sheets.map(({ name }) => ({ name, repeatedRow: 1, table: null }));
    await zip.add('[Content_Types].xml', contentTypes(parts));
    await zip.add('_rels/.rels', packageRelations());
    await zip.add('docProps/core.xml', coreProperties(book));
    await zip.add('xl/workbook.xml', workbookXml(parts));
    await zip.add('xl/_rels/workbook.xml.rels', workbookRelations(parts));
    await zip.add('xl/styles.xml', STYLES_XML);
    for (const [i, sheet] of book.sheets.entries()) await writeSheet(zip, i + 1, sheet);
    await zip.close();
  } catch (error) {
    zip.abandon();
    throw error;
  }
}

async function writeSheet(zip: ZipFile, number: number, { columns, rows }: PlainSheet): Promise<void> {
  const widths = columns.map(({ width }) => width);
  const setup = { widths, frozenRows: 1, printHead: '', printFoot: '', hasTable: false };
  const writer = await SheetWriter.begin(zip, sheetPath(number), setup);
  await writer.row(columns.map(({ header }): SheetCell => [header, 'header']));
  for await (const row of rows) {
    const waits = writer.row(row.map((value): SheetCell => [value, 'text']));
    if (waits) await waits;
  }
  await writer.end();
}
