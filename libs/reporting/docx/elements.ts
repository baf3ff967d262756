import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx';
import { party } from './party-2026-05.js';

type Align = NonNullable<IParagraphOptions['alignment']>;
export interface Line extends Pick<IRunOptions, 'bold' | 'italics'> {
  /** Points. */
  size?: number;
  align?: Align;
  underlined?: boolean;
  options?: Omit<IParagraphOptions, 'children' | 'alignment' | 'text'>;
}

/** Twentieths of a point. docx's own conversion cuts off, and A4 would be no A4 by a twip. */
export const mm = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);

const POINT = 20;
const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const NO_BORDERS = {
  top: NO_BORDER,
  bottom: NO_BORDER,
  left: NO_BORDER,
  right: NO_BORDER,
  insideHorizontal: NO_BORDER,
  insideVertical: NO_BORDER,
};
/** Between the margins. */
export const TEXT_WIDTH = party.page.width - party.page.left - party.page.right;

/** A paragraph of one run: heads, signatures, cells. */
export function line(text: string, { size = party.sizes.body, align, bold, italics, underlined, options }: Line = {}) {
  const run = new TextRun({ text, size: size * 2, bold, italics, underline: underlined ? {} : undefined });
  return new Paragraph({ alignment: align, children: [run], ...options });
}

/** Running text: justified, first line indented, lines of an exact height. */
export function bodyParagraph(
  text: string,
  look: { bold?: boolean; align?: Align; keepNext?: boolean; size?: number } = {},
) {
  return line(text, {
    bold: look.bold,
    size: look.size,
    align: look.align ?? AlignmentType.JUSTIFIED,
    options: {
      keepNext: look.keepNext,
      indent: { firstLine: mm(party.firstLine) },
      spacing: { line: party.line * POINT, lineRule: LineRuleType.EXACT, after: party.after * POINT },
    },
  });
}

/** Two columns side by side without borders, for the document's head and its signatures. Widths in millimetres. */
export function sideBySide(rows: [left: Paragraph[], right: Paragraph[]][], leftWidth: number): Table {
  const widths = [leftWidth, TEXT_WIDTH - leftWidth];
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: mm(TEXT_WIDTH), type: WidthType.DXA },
    columnWidths: widths.map(mm),
    borders: NO_BORDERS,
    margins: { left: 0, right: 0 },
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: true,
          children: cells.map(
            (children, i) =>
              new TableCell({ children, width: { size: mm(widths[i]), type: WidthType.DXA }, borders: NO_BORDERS }),
          ),
        }),
    ),
  });
}

export interface GridColumn {
  header: string;
  /** Millimetres. */
  width: number;
  align: Align;
}

/** A ruled table whose header row stands on every page it reaches. `size` in points; `strong` rows are bold. */
export function grid(columns: GridColumn[], rows: string[][], size: number, strong: number[] = []): Table {
  const cell = (text: string, column: GridColumn, header: boolean, bold: boolean) =>
    new TableCell({
      width: { size: mm(column.width), type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      children: [
        line(text, {
          size,
          bold,
          align: header ? AlignmentType.CENTER : column.align,
          options: { keepLines: true },
        }),
      ],
    });
  const row = (texts: string[], header: boolean, bold = header) =>
    new TableRow({
      tableHeader: header,
      cantSplit: true,
      height: { value: mm(6), rule: HeightRule.ATLEAST },
      children: texts.map((text, i) => cell(text, columns[i], header, bold)),
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: mm(columns.reduce((sum, { width }) => sum + width, 0)), type: WidthType.DXA },
    columnWidths: columns.map(({ width }) => mm(width)),
    margins: { left: mm(1), right: mm(1) },
    rows: [
      row(
        columns.map(({ header }) => header),
        true,
      ),
      ...rows.map((texts, i) => row(texts, false, strong.includes(i))),
    ],
  });
}
