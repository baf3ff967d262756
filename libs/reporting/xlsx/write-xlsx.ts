import { NEITHER_LINE, type FigureRow } from '#libs/campaigns';
import { formatShortDate, type SheetCell, type SheetPart, type ZipFile } from '#libs/platform';
import { lineNames, summaryColumns, targetColumns, unitColumns } from '../figure-columns.js';
import type { FigureRows, Progress, ReportSource } from '../report-source.js';
import { says, withSubLines } from '../sub-lines.js';
import { tableTexts, workbookTexts } from '../texts.vi.js';
import { figureNotes, writeNotesSheet } from './notes-sheet.js';
import { writeBook } from './write-book.js';
import { writeTableSheet } from './write-table-sheet.js';

/**
 * Writes the figures as a workbook, straight to the file and row by row, so that its size does not show in memory.
 *
 * The parts are written by hand because no library at hand can: exceljs (4.4, without a release since 2023) has no
 * tables when it streams and holds the whole book when it does not. `rows` is called once per sheet of figures.
 */
export async function writeXlsx(
  path: string,
  source: ReportSource,
  rows: FigureRows,
  progress?: Progress,
): Promise<void> {
  const lead = leadRows(source);
  const book = { title: source.snapshotTitle, at: source.madeAt, parts: sheetParts(lead.length + 1) };
  await writeBook(path, book, (zip) => writeSheets(zip, source, lead, rows, progress));
}

async function writeSheets(
  zip: ZipFile,
  source: ReportSource,
  lead: SheetCell[][],
  rows: FigureRows,
  progress?: Progress,
): Promise<void> {
  const lineName = lineNames(source.document.requirements);
  const { campaign, root, asOfDay } = source.document;
  const print = {
    printTitle: workbookTexts.printTitle(campaign.name, root.name, formatShortDate(asOfDay)),
    printHead: source.draft ? tableTexts.draft : '',
    printFoot: `SHA-256 ${source.sha256}`,
    strong: ({ level, line }: FigureRow) => level === 0 && line !== NEITHER_LINE,
  };
  const lines = withSubLines(rows);
  await writeTableSheet(
    zip,
    {
      number: 1,
      tableName: 'TongHop',
      columns: summaryColumns(lineName),
      lead,
      shows: (row) => row.level === 0 || (row.level === 1 && says(row)),
      ...print,
    },
    lines,
  );
  await writeTableSheet(
    zip,
    { number: 2, tableName: 'TheoDonVi', columns: unitColumns(lineName), lead: [], shows: () => true, ...print },
    lines,
    progress,
  );
  await writeTableSheet(
    zip,
    {
      number: 3,
      tableName: 'ChiTieu',
      columns: targetColumns(lineName),
      lead: [],
      shows: ({ target }) => target !== null,
      ...print,
    },
    rows,
  );
  await writeNotesSheet(zip, 4, figureNotes(source), print);
}

function leadRows({ document, draft }: ReportSource): SheetCell[][] {
  return [
    ...(draft ? [[[tableTexts.draftNote, 'draft'] satisfies SheetCell]] : []),
    [[workbookTexts.title(document.campaign.name), 'title']],
    [[workbookTexts.subtitle(document.root.name, formatShortDate(document.asOfDay)), 'heading']],
    [[workbookTexts.scopeNote, 'plain']],
    [],
  ];
}

function sheetParts(summaryHeader: number): SheetPart[] {
  const { summary, units, targets, notes } = workbookTexts.sheets;
  return [
    { name: summary, repeatedRow: summaryHeader, table: 1 },
    { name: units, repeatedRow: 1, table: 2 },
    { name: targets, repeatedRow: 1, table: 3 },
    { name: notes, repeatedRow: null, table: null },
  ];
}
