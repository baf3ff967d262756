import type { FlowDocument, FlowRow } from '#libs/campaigns';
import { formatMoment, formatShortDate, type SheetCell } from '#libs/platform';
import { lineNames, place, type Column } from '../figure-columns.js';
import type { ExtractSource, Progress } from '../report-source.js';
import { flowTexts } from '../texts-periods.vi.js';
import { notesTexts, workbookTexts } from '../texts.vi.js';
import { extractFacts, requirementNotes, writeNotesSheet, type NoteSection } from './notes-sheet.js';
import { writeBook } from './write-book.js';
import { writeTableSheet } from './write-table-sheet.js';

/** What came about in a period, as a workbook: one table of the unit and those below it where something did. */
export async function writeFlow(
  path: string,
  flow: FlowDocument,
  source: ExtractSource,
  progress?: Progress,
): Promise<void> {
  const { campaign, root } = flow;
  const [from, to] = [formatShortDate(flow.from), formatShortDate(flow.to)];
  const lead: SheetCell[][] = [
    [[flowTexts.title(campaign.name), 'title']],
    [[flowTexts.subtitle(root.name, from, to), 'heading']],
    [[flowTexts.note, 'plain']],
    [],
  ];
  const print = { printTitle: flowTexts.printTitle(campaign.name, root.name, from, to), printHead: '', printFoot: '' };
  const parts = [
    { name: flowTexts.sheet, repeatedRow: lead.length + 1, table: 1 },
    { name: workbookTexts.sheets.notes, repeatedRow: null, table: null },
  ];
  await writeBook(path, { title: flowTexts.sheet, at: source.madeAt, parts }, async (zip) => {
    const table = {
      number: 1,
      tableName: 'PhatSinh',
      columns: columns(lineNames(flow.requirements)),
      lead,
      shows: ({ level, completions, people, finished }: FlowRow) => level === 0 || completions + people + finished > 0,
      strong: ({ level }: FlowRow) => level === 0,
      ...print,
    };
    await progress?.(await writeTableSheet(zip, table, () => flow.rows));
    await writeNotesSheet(zip, 2, notes(flow, source), print);
  });
}

function columns(lineName: (line: string) => string): Column<FlowRow>[] {
  const words = flowTexts.columns;
  const counts = (['completions', 'group', 'people', 'finished'] as const).map((name): Column<FlowRow> => ({
    header: words[name],
    type: 'count',
    width: 16,
    value: (row) => row[name],
  }));
  return [...Object.values(place<FlowRow>(lineName)), ...counts];
}

function notes(flow: FlowDocument, source: ExtractSource): NoteSection[] {
  const { headings, file, period } = notesTexts;
  const { facts, definitions } = flowTexts;
  const { campaign, root } = flow;
  return [
    [
      headings.file,
      [
        [file.campaign, campaign.name],
        [file.unit, `${root.name} (${root.code})`],
        [facts.days, period(formatShortDate(flow.from), formatShortDate(flow.to))],
        [facts.knownAt, formatMoment(new Date(flow.knownAt))],
        [facts.status, facts.notFrozen],
        ...extractFacts(source),
      ],
    ],
    [headings.requirements, requirementNotes(flow.requirements)],
    [headings.definitions, definitions],
  ];
}
