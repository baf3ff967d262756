import {
  STYLES_XML,
  ZipFile,
  contentTypes,
  coreProperties,
  formatShortDate,
  packageRelations,
  workbookRelations,
  workbookXml,
  type SheetCell,
  type SheetPart,
} from '#libs/platform';
import { lineNames, summaryColumns, targetColumns, unitColumns } from '../figure-columns.js';
import type { FigureRows, Progress, ReportSource } from '../report-source.js';
import { tableTexts, workbookTexts } from '../texts.vi.js';
import { writeNotesSheet } from './notes-sheet.js';
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
  const zip = new ZipFile(path, source.madeAt);
  try {
    await writeParts(zip, source, rows, progress);
    await zip.close();
  } catch (error) {
    zip.abandon();
    throw error;
  }
}

async function writeParts(zip: ZipFile, source: ReportSource, rows: FigureRows, progress?: Progress): Promise<void> {
  const lead = leadRows(source);
  const parts = sheetParts(lead.length + 1);
  await zip.add('[Content_Types].xml', contentTypes(parts));
  await zip.add('_rels/.rels', packageRelations());
  await zip.add(
    'docProps/core.xml',
    coreProperties({ title: source.snapshotTitle, creator: workbookTexts.creator, at: source.madeAt }),
  );
  await zip.add('xl/workbook.xml', workbookXml(parts));
  await zip.add('xl/_rels/workbook.xml.rels', workbookRelations(parts));
  await zip.add('xl/styles.xml', STYLES_XML);

  const lineName = lineNames(source.document.requirements);
  const print = { printHead: source.draft ? tableTexts.draft : '', printFoot: `SHA-256 ${source.sha256}` };
  await writeTableSheet(
    zip,
    {
      number: 1,
      tableName: 'TongHop',
      columns: summaryColumns(lineName),
      lead,
      shows: ({ level }) => level <= 1,
      ...print,
    },
    rows,
  );
  await writeTableSheet(
    zip,
    { number: 2, tableName: 'TheoDonVi', columns: unitColumns(lineName), lead: [], shows: () => true, ...print },
    rows,
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
  await writeNotesSheet(zip, 4, source, print);
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
