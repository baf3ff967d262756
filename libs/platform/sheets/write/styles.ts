import { XML_HEAD } from './xml.js';

interface Look {
  font?: keyof typeof FONTS;
  filled?: boolean;
  boxed?: boolean;
  /** A number format's id. */
  format?: number;
  align?: string;
}

const font = (size: number, face = '', rgb = 'FF000000') =>
  `<font>${face}<sz val="${size}"/><color rgb="${rgb}"/><name val="Times New Roman"/><family val="1"/></font>`;
const FONTS = {
  plain: font(12),
  bold: font(12, '<b/>'),
  white: font(12, '<b/>', 'FFFFFFFF'),
  grey: font(12, '<i/>', 'FF595959'),
  title: font(15, '<b/>'),
  red: font(13, '<b/>', 'FFC00000'),
};

const PERCENT = 164;
const DAY = 165;
const COUNT = 166;
const CHANGE = 167;
/**
 * 1.234 and 12,5%: LibreOffice writes them so by the language named in front, Excel by the machine's language alone.
 * No text would sort or add up.
 */
const CODES: [id: number, code: string][] = [
  [PERCENT, '[$-42A]0.0%'],
  [DAY, 'dd/mm/yyyy'],
  [COUNT, '[$-42A]#,##0'],
  [CHANGE, '[$-42A]+#,##0;[$-42A]-#,##0;0'],
];
const FORMATS = CODES.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`);

const WRAP = 'vertical="center" wrapText="1"';
const LOOKS = {
  plain: {},
  title: { font: 'title' },
  draft: { font: 'red' },
  heading: { font: 'bold' },
  header: { font: 'white', filled: true, boxed: true, align: `horizontal="center" ${WRAP}` },
  text: { boxed: true, align: WRAP },
  count: { boxed: true, format: COUNT, align: 'vertical="center"' },
  level: { boxed: true, align: 'horizontal="center" vertical="center"' },
  percent: { boxed: true, format: PERCENT, align: 'vertical="center"' },
  day: { boxed: true, format: DAY, align: 'horizontal="center" vertical="center"' },
  /** A text where a number would stand: why there is none. */
  instead: { font: 'grey', boxed: true, align: `horizontal="right" ${WRAP}` },
  /** The same for the rows that the others stand under. */
  textStrong: { font: 'bold', boxed: true, align: WRAP },
  countStrong: { font: 'bold', boxed: true, format: COUNT, align: 'vertical="center"' },
  levelStrong: { font: 'bold', boxed: true, align: 'horizontal="center" vertical="center"' },
  change: { boxed: true, format: CHANGE, align: 'vertical="center"' },
  /** Not a change, but what is changed. */
  changeStrong: { font: 'bold', boxed: true, format: COUNT, align: 'vertical="center"' },
  percentStrong: { font: 'bold', boxed: true, format: PERCENT, align: 'vertical="center"' },
  label: { font: 'bold', boxed: true, align: 'vertical="top" wrapText="1"' },
  meaning: { boxed: true, align: 'vertical="top" wrapText="1"' },
} satisfies Record<string, Look>;

export type Style = keyof typeof LOOKS;
/** A style's number is its place. */
export const STYLE = Object.fromEntries(Object.keys(LOOKS).map((name, i) => [name, i])) as Record<Style, number>;

const edge = (side: string) => `<${side} style="thin"><color rgb="FFBFBFBF"/></${side}>`;
const BORDERS = [
  '<border><left/><right/><top/><bottom/><diagonal/></border>',
  `<border>${['left', 'right', 'top', 'bottom'].map(edge).join('')}<diagonal/></border>`,
];
const FILLS = [
  '<fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  '<fill><patternFill patternType="solid"><fgColor rgb="FF1F4E78"/><bgColor indexed="64"/></patternFill></fill>',
];

function xf({ font: name = 'plain', filled = false, boxed = false, format = 0, align }: Look): string {
  const place = Object.keys(FONTS).indexOf(name);
  return (
    `<xf numFmtId="${format}" fontId="${place}" fillId="${filled ? 2 : 0}" borderId="${boxed ? 1 : 0}" xfId="0"` +
    ` applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">` +
    `${align ? `<alignment ${align}/>` : ''}</xf>`
  );
}

const list = (tag: string, items: string[]) => `<${tag} count="${items.length}">${items.join('')}</${tag}>`;

export const STYLES_XML =
  `${XML_HEAD}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
  `${list('numFmts', FORMATS)}${list('fonts', Object.values(FONTS))}${list('fills', FILLS)}${list('borders', BORDERS)}` +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `${list('cellXfs', Object.values(LOOKS).map(xf))}<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>` +
  '<dxfs count="0"/><tableStyles count="0" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"/></styleSheet>';
