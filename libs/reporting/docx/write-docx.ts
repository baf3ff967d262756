import { writeFile } from 'node:fs/promises';
import { AlignmentType, Document, Header, Packer, Paragraph, type ISectionOptions, type Table } from 'docx';
import { formatShortDate } from '#libs/platform';
import { lineNames } from '../figure-columns.js';
import type { FigureRows, ReportSource } from '../report-source.js';
import { says } from '../sub-lines.js';
import { bodyParagraph, line, mm } from './elements.js';
import { overviewTable, unitTable } from './figure-tables.js';
import { gatherFigures, type ReportedLine } from './gather-figures.js';
import { party } from './party-2026-05.js';
import { documentHead, documentTitle, longDate, pageHeader, signatureBlock } from './party-frame.js';
import { partyReport, type Block } from './party-report.js';
import { words } from './party-texts.vi.js';

/** Writes the report in the Party's form. It tells of the root and the units directly below, so it stays a few pages. */
export async function writeDocx(path: string, source: ReportSource, rows: FigureRows): Promise<void> {
  const lines = await gatherFigures(source, rows);
  const document = new Document({
    title: source.snapshotTitle,
    creator: party.issuerInText,
    styles: {
      default: { document: { run: { font: party.font, size: party.sizes.body * 2, language: { value: 'vi-VN' } } } },
    },
    sections: [body(source, lines), ...annex(source, lines)],
  });
  await writeFile(path, await Packer.toBuffer(document));
}

function body(source: ReportSource, lines: ReportedLine[]): ISectionOptions {
  const { campaign, asOfDay } = source.document;
  return {
    properties: { page: PAGE, titlePage: true },
    headers: { default: pageHeader(source.draft), first: new Header({ children: [new Paragraph({})] }) },
    children: [
      documentHead(source.madeAt, source.draft),
      ...documentTitle(words.abstract(campaign.name, formatShortDate(asOfDay))),
      ...partyReport(source, lines).flatMap(element),
      line('', { options: { keepNext: true } }),
      signatureBlock(),
    ],
  };
}

function annex(source: ReportSource, lines: ReportedLine[]): ISectionOptions[] {
  const nameOf = lineNames(source.document.requirements);
  const tables = lines.map((one) => ({ ...one, told: one.units.filter(says) })).filter(({ told }) => told.length > 0);
  if (tables.length === 0) return [];
  const center = { align: AlignmentType.CENTER };
  return [
    {
      properties: { page: PAGE },
      headers: { default: pageHeader(source.draft) },
      children: [
        line(words.annex, { bold: true, ...center }),
        line(words.annexTitle, { bold: true, ...center }),
        line(words.annexOf(party.number, longDate(source.madeAt)), { italics: true, ...center }),
        ...tables.flatMap(({ line: code, units, told, root }, i) => [
          bodyParagraph(`${i + 1}. ${nameOf(code)}`, { bold: true, keepNext: true }),
          unitTable(told, root),
          line(told.length < units.length ? words.leftOut(units.length - told.length) : '', LEFT_OUT),
          line(''),
        ]),
      ],
    },
  ];
}

function element(block: Block): (Paragraph | Table)[] {
  if (block.kind === 'overview') return [overviewTable(block.lines), line('', { size: 6 })];
  if (block.kind === 'hash') {
    // The signatures never stand on a page without the end of the text.
    return [bodyParagraph(block.text, { align: AlignmentType.LEFT, size: party.sizes.hash, keepNext: true })];
  }
  const bold = block.kind === 'section' || block.kind === 'heading';
  return [bodyParagraph(block.text, { bold, keepNext: bold || block.kind === 'lead' })];
}

const LEFT_OUT = { size: party.sizes.annexTable, italics: true };
const { page } = party;
const PAGE = {
  size: { width: mm(page.width), height: mm(page.height) },
  margin: {
    top: mm(page.top),
    bottom: mm(page.bottom),
    left: mm(page.left),
    right: mm(page.right),
    header: mm(page.header),
  },
};
