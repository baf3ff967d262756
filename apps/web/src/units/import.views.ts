import type { ImportRowView, OutcomeCounts } from '#libs/rosters';
import { importPath } from './paths.js';
import { COLUMNS, sentenceOf } from './words.js';

/** One line per thing that is wrong: row number, column, value as typed, reason. */
export const errorRows = (rows: ImportRowView[]) =>
  rows.flatMap(({ rowNumber, cells, reasons }) =>
    reasons.map((reason) => ({
      rowNumber,
      name: nameOf(cells),
      column: reason.column ? COLUMNS[reason.column as keyof typeof COLUMNS] : undefined,
      value: reason.column ? valueOf(cells, reason.column) : undefined,
      sentence: sentenceOf(reason),
    })),
  );

export const changeRows = (rows: ImportRowView[]) =>
  rows.map(({ rowNumber, cells, reasons, unitName }) => ({
    rowNumber,
    name: nameOf(cells),
    birth: cells.birth,
    unitName,
    sentences: reasons.map(sentenceOf),
  }));

/** A name in two columns is one name; a unit may have been given by its name. */
function valueOf(cells: ImportRowView['cells'], column: string): string | undefined {
  if (column === 'fullName') return nameOf(cells);
  if (column === 'unitCode') return cells.unitCode ?? cells.unitName;
  return cells[column as keyof typeof cells];
}

const nameOf = (cells: ImportRowView['cells']) =>
  cells.fullName ?? [cells.middleName, cells.givenName].filter(Boolean).join(' ');

/** The counts, each leading to its rows. */
export function outcomeTabs(importId: string, counts: OutcomeCounts, current: string, applied: boolean) {
  const tabs = [
    { key: 'them', label: applied ? 'Đã thêm' : 'Sẽ thêm', count: counts.add },
    { key: 'doi', label: applied ? 'Đã đổi' : 'Sẽ đổi', count: counts.change },
    { key: 'giu', label: 'Giữ nguyên', count: counts.skip },
    { key: 'loi', label: 'Chưa nhận', count: counts.error },
  ];
  return tabs.map((tab) => ({ ...tab, href: `${importPath(importId)}?xem=${tab.key}`, current: tab.key === current }));
}
