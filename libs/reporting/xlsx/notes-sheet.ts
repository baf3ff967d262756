import type { CapacityRequirements } from '#libs/campaigns';
import { SheetWriter, formatMoment, formatShortDate, sheetPath, type SheetCell, type ZipFile } from '#libs/platform';
import type { ExtractSource, ReportSource } from '../report-source.js';
import { notesTexts, tableTexts } from '../texts.vi.js';

export type NoteSection = [heading: string, pairs: [label: string, text: string][]];

/** Says where the figures come from and what each column means, so that the file explains itself when passed on. */
export async function writeNotesSheet(
  zip: ZipFile,
  number: number,
  sections: NoteSection[],
  print: { printTitle: string; printHead: string; printFoot: string },
): Promise<void> {
  const setup = { widths: [34, 110], frozenRows: 0, hasTable: false, ...print };
  const writer = await SheetWriter.begin(zip, sheetPath(number), setup);
  for (const [heading, pairs] of sections) {
    if (writer.rows > 0) await writer.row([]);
    await writer.row([[heading, 'heading']]);
    for (const pair of pairs) await writer.row(labelled(pair));
  }
  await writer.end();
}

export function figureNotes(source: ReportSource): NoteSection[] {
  const { headings, definitions } = notesTexts;
  return [
    [headings.file, fileFacts(source)],
    [headings.requirements, requirementNotes(source.document.requirements)],
    [headings.definitions, definitions],
  ];
}

const labelled = ([label, text]: [string, string]): SheetCell[] => [
  [label, 'label'],
  [text, 'meaning'],
];

function fileFacts({ document, ...source }: ReportSource): [string, string][] {
  const words = notesTexts.file;
  const { campaign, root } = document;
  const name = (known: string | null) => known ?? tableTexts.erased;
  return [
    [words.campaign, campaign.name],
    [words.period, notesTexts.period(formatShortDate(campaign.startsOn), formatShortDate(campaign.endsOn))],
    [words.unit, `${root.name} (${root.code})`],
    [words.snapshot, source.snapshotTitle],
    [words.asOfDay, formatShortDate(document.asOfDay)],
    [words.knownAt, formatMoment(new Date(document.knownAt))],
    [words.definitions, document.definitionsVersion],
    [words.sha256, source.sha256],
    [
      words.status,
      source.draft || !source.signedAt
        ? tableTexts.draftNote
        : notesTexts.signedBy(name(source.signerName), formatMoment(source.signedAt)),
    ],
    ...extractFacts(source),
  ];
}

/** Who made the file and why. */
export function extractFacts({ makerName, madeAt, purpose }: ExtractSource): [string, string][] {
  const words = notesTexts.file;
  return [
    [words.maker, makerName ?? tableTexts.erased],
    [words.madeAt, formatMoment(madeAt)],
    [words.purpose, purpose],
  ];
}

export function requirementNotes(requirements: CapacityRequirements[]): [string, string][] {
  return requirements.map(({ capacityName, courses }) => [
    capacityName,
    courses.map(({ title, code, modules }) => notesTexts.course(title, code, modules)).join('\n'),
  ]);
}
