import { ranked, type FigureRow, type FiguresDocument } from '#libs/campaigns';
import { formatNumber } from '#libs/platform';

const LINE_NAMES: Record<string, string> = {
  all: 'Tất cả',
  official: 'Cán bộ, công chức, viên chức, người lao động',
  party_member: 'Đảng viên',
  citizen: 'Người dân',
};

/** `fallback`: the name a capacity was given in the data. */
export const lineName = (line: string, fallback = line): string => LINE_NAMES[line] ?? fallback;

export interface LineView extends FigureRow {
  lineName: string;
  rateText: string;
  goalText: string;
  marked: boolean;
}

/** "80%", and "97,5%" only when it says more. */
export const goalText = (percent: number): string => `${formatNumber(percent, Number.isInteger(percent) ? 0 : 1)}%`;

const comma = (tenths: number) => `${Math.trunc(tenths / 10)},${tenths % 10}%`;

/** The words for a rate: never a number where there is no denominator to trust. */
export function rateText({ rate, rosterRateTenths }: FigureRow): string {
  if (rate.state === 'no-target') return 'chưa có chỉ tiêu';
  if (rate.state === 'faulty') return 'mẫu số chưa đúng';
  if (rosterRateTenths !== null) return `${comma(rate.tenths)} (theo danh sách: ${comma(rosterRateTenths)})`;
  return comma(rate.tenths);
}

const view = (row: FigureRow): LineView => ({
  ...row,
  lineName: lineName(row.line),
  rateText: rateText(row),
  goalText: row.target ? goalText(row.target.goalPercent) : '',
  marked:
    row.rate.state === 'faulty' || row.faultyBelow > 0 || (row.rate.state === 'rate' && row.rosterRateTenths !== null),
});

/** Lines with nobody and nothing expected are left out: a village has no officials' line. */
const says = (row: FigureRow) => row.onRoster + row.pending + row.minors > 0 || row.target !== null;

export function rootLines(document: FiguresDocument): LineView[] {
  return document.rows
    .filter(({ level }) => level === 0)
    .filter(says)
    .map(view);
}

/** In the order of the list of units, or by rate. */
export const BY_RATE = 'ty-le';

/** The units one level below the root in one line, and what else can be chosen; those with nobody and nothing expected are left out. */
export function unitsBelow(document: FiguresDocument, line: string, order?: string) {
  const byRate = order === BY_RATE;
  const rows = document.rows.filter((row) => row.level === 1 && row.line === line && says(row));
  return {
    choices: rootLines(document).map(({ line: of, lineName: name }) => ({
      query: `doi-tuong=${of}${byRate ? `&xep=${BY_RATE}` : ''}`,
      name,
      current: of === line,
    })),
    orders: [
      { query: `doi-tuong=${line}`, name: 'Theo danh mục', current: !byRate },
      { query: `doi-tuong=${line}&xep=${BY_RATE}`, name: 'Theo tỷ lệ, cao trước', current: byRate },
    ],
    byRate,
    units: byRate ? ranked(rows).map((row) => ({ ...view(row), rank: row.rank })) : rows.map(view),
  };
}
