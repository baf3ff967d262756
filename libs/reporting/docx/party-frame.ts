import { AlignmentType, BorderStyle, Header, Paragraph, PageNumber, TabStopType, TextRun, type Table } from 'docx';
import { formatLongDate, localDay } from '#libs/platform';
import { TEXT_WIDTH, line, mm, sideBySide } from './elements.js';
import { party } from './party-2026-05.js';
import { words } from './party-texts.vi.js';

const { sizes, head } = party;
const CENTER = AlignmentType.CENTER;
const MM_PER_POINT = 25.4 / 72;
/** Millimetres on either side of the title, so that rounding does not break its line. */
const SLACK = 0.5;

export const longDate = (at: Date): string => formatLongDate(localDay(at));

/** Issuer on the left, the Party's title with its rule on the right; below, number and date. */
export function documentHead(madeAt: Date, draft: boolean): Table {
  const boxed = { style: BorderStyle.SINGLE, size: 6, color: 'auto', space: 1 };
  const inset = mm((head.leftColumn - 30) / 2);
  const draftMark = line(words.draft, {
    bold: true,
    align: CENTER,
    options: {
      indent: { left: inset, right: inset },
      border: { top: boxed, bottom: boxed, left: boxed, right: boxed },
      spacing: { before: 80 },
    },
  });
  return sideBySide(
    [
      [
        [
          line(head.superior, { size: sizes.head, align: CENTER }),
          line(head.issuer, { size: sizes.head, bold: true, align: CENTER }),
          line(head.star, { size: sizes.head, align: CENTER }),
        ],
        [partyTitle()],
      ],
      [
        [line(party.number, { size: sizes.number, align: CENTER }), ...(draft ? [draftMark] : [])],
        [line(`${party.place}, ${longDate(madeAt)}`, { size: sizes.placeAndDate, italics: true, align: CENTER })],
      ],
    ],
    head.leftColumn,
  );
}

/** The rule below is a border of the paragraph, which is indented until it is as wide as its text. */
function partyTitle(): Paragraph {
  const column = TEXT_WIDTH - head.leftColumn;
  const width = head.titleEms * sizes.title * MM_PER_POINT;
  const inset = mm((column - width) / 2 - SLACK);
  return line(head.title, {
    size: sizes.title,
    bold: true,
    align: CENTER,
    options: {
      indent: { left: inset, right: inset },
      border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 1, color: 'auto' } },
    },
  });
}

/** Kind of document, what it is about, and the short dashes below. */
export function documentTitle(abstract: string[]): Paragraph[] {
  return [
    line(party.kind, { size: sizes.kind, bold: true, align: CENTER, options: { spacing: { before: 240 } } }),
    ...abstract.map((text) => line(text, { size: sizes.abstract, bold: true, align: CENTER })),
    line('-----', { size: sizes.abstract, bold: true, align: CENTER, options: { spacing: { after: 160 } } }),
  ];
}

export function signatureBlock(): Table {
  const { recipients, signature } = party;
  const blank = Array.from({ length: signature.blankLines }, () => line('', { align: CENTER }));
  return sideBySide(
    [
      [
        [
          line(recipients.label, { size: sizes.recipientsLabel, underlined: true }),
          ...recipients.lines.map((text) => line(text, { size: sizes.recipients })),
        ],
        [
          line(signature.authority, { bold: true, align: CENTER }),
          line(signature.position, { align: CENTER }),
          ...blank,
          // The name is written in bold by whoever signs.
          line(' ', { bold: true, align: CENTER }),
        ],
      ],
    ],
    head.leftColumn,
  );
}

/** From the second page on: the number in the middle; a draft says so on every page. */
export function pageHeader(draft: boolean): Header {
  const number = new TextRun({ children: [PageNumber.CURRENT], size: sizes.pageNumber * 2 });
  if (!draft) return new Header({ children: [new Paragraph({ alignment: CENTER, children: [number] })] });
  return new Header({
    children: [
      new Paragraph({
        tabStops: [
          { type: TabStopType.CENTER, position: mm(TEXT_WIDTH / 2) },
          { type: TabStopType.RIGHT, position: mm(TEXT_WIDTH) },
        ],
        children: [
          new TextRun('\t'),
          number,
          new TextRun({ text: `\t${words.draft}`, bold: true, size: sizes.pageNumber * 2 }),
        ],
      }),
    ],
  });
}
