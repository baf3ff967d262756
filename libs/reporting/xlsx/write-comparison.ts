import type { FiguresDocument, SnapshotComparison, SnapshotSummary, TargetChange } from '#libs/campaigns';
import { formatMoment, formatNumber, formatShortDate, type SheetCell } from '#libs/platform';
import { bridge, bridgedLines, type BridgeRow, type LineComparison } from '../bridge.js';
import { lineNames, type Column } from '../figure-columns.js';
import type { ExtractSource, Progress } from '../report-source.js';
import { comparisonTexts as words, flowTexts } from '../texts-periods.vi.js';
import { notesTexts, tableTexts, workbookTexts } from '../texts.vi.js';
import { extractFacts, writeNotesSheet, type NoteSection } from './notes-sheet.js';
import { writeBook } from './write-book.js';
import { writeTableSheet } from './write-table-sheet.js';

type Bridged = BridgeRow & { line: string };
export type ComparedHead = Pick<FiguresDocument, 'campaign' | 'root' | 'requirements'>;

/** Why two snapshots of a unit differ, as a workbook. `head` is the later one's. */
export async function writeComparison(
  path: string,
  compared: SnapshotComparison,
  head: ComparedHead,
  source: ExtractSource,
  progress?: Progress,
): Promise<void> {
  const { first, second, lines, targets } = compared;
  const [before, after] = [first, second].map(({ asOfDay }) => formatShortDate(asOfDay));
  const lead: SheetCell[][] = [
    ...(source.draft ? [[[words.facts.unsigned, 'draft'] satisfies SheetCell]] : []),
    [[words.title(head.campaign.name), 'title']],
    [[words.subtitle(head.root.name, before, after), 'heading']],
    [[words.note, 'plain']],
    [],
  ];
  const print = {
    printTitle: words.printTitle(head.campaign.name, head.root.name, before, after),
    printHead: source.draft ? tableTexts.draft : '',
    printFoot: '',
    shows: () => true,
    strong: () => false,
  };
  const parts = [
    { name: words.sheets.bridge, repeatedRow: lead.length + 1, table: 1 },
    { name: words.sheets.between, repeatedRow: 1, table: 2 },
    ...(targets.length > 0 ? [{ name: words.sheets.targets, repeatedRow: 1, table: 3 }] : []),
    { name: workbookTexts.sheets.notes, repeatedRow: null, table: null },
  ];
  const shown = bridgedLines(lines);
  const rows = shown.flatMap((one): Bridged[] => bridge(one).map((row) => ({ ...row, line: one.line })));
  const lineName = lineNames(head.requirements);
  await writeBook(path, { title: words.sheets.bridge, at: source.madeAt, parts }, async (zip) => {
    const bridged = { ...print, number: 1, tableName: 'SoSanh', lead, strong: ({ total }: Bridged) => total };
    const between = { ...print, number: 2, tableName: 'GiuaHaiBan', lead: [] };
    const changed = { ...print, number: 3, tableName: 'ChiTieuThayDoi', lead: [] };
    await progress?.(await writeTableSheet(zip, { ...bridged, columns: bridgeColumns(lineName) }, () => rows));
    await writeTableSheet(zip, { ...between, columns: betweenColumns(lineName) }, () => shown);
    if (targets.length > 0) await writeTableSheet(zip, { ...changed, columns: targetColumns(lineName) }, () => targets);
    await writeNotesSheet(zip, parts.length, notes(compared, head, source), print);
  });
}

type LineName = (line: string) => string;

function bridgeColumns(lineName: LineName): Column<Bridged>[] {
  const { line, onRoster, completed } = tableTexts.columns;
  // A change of nothing is left blank; of the figures themselves nothing is a number.
  const change = (total: boolean, value: number) => (total || value !== 0 ? value : null);
  return [
    { header: line, type: 'text', width: 44, value: (row) => lineName(row.line) },
    { header: words.columns.reason, type: 'text', width: 66, value: ({ label }) => label },
    { header: onRoster, type: 'change', width: 14, value: (row) => change(row.total, row.onRoster) },
    { header: completed, type: 'change', width: 14, value: (row) => change(row.total, row.completed) },
  ];
}

function betweenColumns(lineName: LineName): Column<LineComparison>[] {
  const flow = (['completions', 'group', 'people', 'finished'] as const).map((name): Column<LineComparison> => ({
    header: flowTexts.columns[name],
    type: 'count',
    width: 18,
    value: (row) => row.flow?.[name] ?? null,
  }));
  const moved = ({ late, since }: LineComparison) => late.moved + since.moved;
  return [
    { header: tableTexts.columns.line, type: 'text', width: 44, value: ({ line }) => lineName(line) },
    ...flow,
    { header: words.columns.moved, type: 'count', width: 18, value: moved },
  ];
}

function targetColumns(lineName: LineName): Column<TargetChange>[] {
  const { name, line } = tableTexts.columns;
  return [
    { header: name, type: 'text', width: 34, value: ({ unitName }) => unitName },
    { header: line, type: 'text', width: 44, value: (row) => lineName(row.line) },
    { header: words.columns.before, type: 'text', width: 28, value: ({ before }) => targetText(before) },
    { header: words.columns.after, type: 'text', width: 28, value: ({ after }) => targetText(after) },
  ];
}

/** "80%, theo danh sách", "97,5%, 5.400 người". */
export function targetText(target: TargetChange['before']): string {
  if (!target) return words.noTarget;
  const { goalPercent, denominator, declaredNumber } = target;
  const goal = `${formatNumber(goalPercent, Number.isInteger(goalPercent) ? 0 : 1)}%`;
  return words.target(
    goal,
    denominator === 'declared' ? words.declared(formatNumber(declaredNumber ?? 0)) : words.roster,
  );
}

function notes(compared: SnapshotComparison, head: ComparedHead, source: ExtractSource): NoteSection[] {
  const { facts } = words;
  const { headings, file } = notesTexts;
  const told = ({ title, asOfDay, knownAt }: SnapshotSummary) =>
    facts.snapshot(title, formatShortDate(asOfDay), formatMoment(knownAt));
  return [
    [
      headings.file,
      [
        [file.campaign, head.campaign.name],
        [file.unit, `${head.root.name} (${head.root.code})`],
        [facts.first, told(compared.first)],
        [facts.sha256(facts.first.toLocaleLowerCase('vi')), compared.first.sha256],
        [facts.second, told(compared.second)],
        [facts.sha256(facts.second.toLocaleLowerCase('vi')), compared.second.sha256],
        [facts.status, source.draft ? facts.unsigned : facts.signed],
        [facts.late, formatNumber(compared.lateCompletions)],
        [facts.voided, formatNumber(compared.voided)],
        [facts.restored, formatNumber(compared.restored)],
        [facts.targets, formatNumber(compared.targets.length)],
        ...extractFacts(source),
      ],
    ],
    [headings.definitions, words.definitions],
  ];
}
