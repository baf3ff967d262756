import { formatNumber, formatShortDate } from '#libs/platform';
import { areMany, type ImportPreview, type ImportRowView, type OutcomeCounts } from '#libs/rosters';
import { messageOf } from '../shell/messages/index.js';
import { importPath } from './paths.js';
import { COLUMNS, sentenceOf } from './words.js';

/** One line per thing that is wrong: row number, column, value as typed, reason. */
export const errorRows = (rows: ImportRowView[]) => rows.flatMap(reasonRows);

export const reasonRows = ({ rowNumber, cells, reasons }: ImportRowView) =>
  reasons.map((reason) => ({
    rowNumber,
    name: nameOf(cells),
    column: reason.column ? COLUMNS[reason.column as keyof typeof COLUMNS] : undefined,
    value: reason.column ? asWritten(valueOf(cells, reason.column)) : undefined,
    sentence: sentenceOf(reason),
  }));

export const changeRows = (rows: ImportRowView[]) =>
  rows.map(({ rowNumber, cells, reasons, unitName }) => ({
    rowNumber,
    name: nameOf(cells),
    birth: asWritten(cells.birth),
    unitName,
    sentences: reasons.map(sentenceOf),
  }));

/** A day that a spreadsheet holds as a number is shown as the spreadsheet shows it. */
const asWritten = (value: string | undefined): string | undefined =>
  value && /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatShortDate(value) : value;

/** A name in two columns is one name; a unit may have been given by its name. */
function valueOf(cells: ImportRowView['cells'], column: string): string | undefined {
  if (column === 'fullName') return nameOf(cells);
  if (column === 'unitCode') return cells.unitCode ?? cells.unitName;
  return cells[column as keyof typeof cells];
}

export const nameOf = (cells: ImportRowView['cells']) =>
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

const TITLES: Record<ImportPreview['status'], string> = {
  mapping: 'Cho biết các cột của tệp',
  reading: 'Đang đọc danh sách',
  failed: 'Không đọc được tệp',
  staged: 'Xem trước danh sách',
  applying: 'Đang ghi danh sách',
  applied: 'Đã áp dụng danh sách',
  undoing: 'Đang hoàn tác danh sách',
  undone: 'Đã hoàn tác danh sách',
  discarded: 'Đã bỏ tệp',
};

/** A job is at it. */
const WAITS: ImportPreview['status'][] = ['reading', 'applying', 'undoing'];

/** Why a file could not be read, when saying what its columns are may mend it. */
const OF_COLUMNS = ['import.heading-missing', 'import.name-missing', 'import.no-rows'];

/** Without a value where nobody can tell how far it is: the job waits for its turn, or counts nothing. */
function progressOf({ status, rowsDone, rowsTotal }: ImportPreview): { label: string; value?: number; max?: number } {
  if (status === 'undoing') return { label: 'Danh sách đang trở lại như trước khi áp dụng tệp này.' };
  const begun = status === 'applying' ? rowsDone > 0 : true;
  if (rowsTotal === null || !begun)
    return { label: status === 'applying' ? `Sắp ghi ${formatNumber(rowsTotal ?? 0)} dòng.` : 'Đang mở tệp…' };
  const done = status === 'applying' ? 'Đã ghi' : 'Đã đọc';
  return {
    label: `${done} ${formatNumber(rowsDone)}/${formatNumber(rowsTotal)} dòng`,
    value: rowsDone,
    max: rowsTotal,
  };
}

/** What the page shows and offers, by how far the file has come. */
export function importState(preview: ImportPreview) {
  const { status, failure } = preview;
  const { counts, leaves } = preview.summary;
  const whole = preview.mode === 'whole';
  const toApply = counts.add + counts.change;
  const blocked = whole && counts.error > 0;
  const manyLeave = leaves !== undefined && areMany(leaves);
  return {
    title: TITLES[status],
    whole,
    isReading: status === 'reading',
    wasRead: status !== 'reading' && status !== 'failed',
    waits: WAITS.includes(status),
    progress: progressOf(preview),
    refusal:
      (status === 'staged' || status === 'applied') && failure ? messageOf(failure.code, failure.data) : undefined,
    failure: status === 'failed' && failure ? messageOf(failure.code, failure.data) : undefined,
    columnsMayHelp: failure !== null && OF_COLUMNS.includes(failure.code),
    showsRows: status !== 'failed' && !WAITS.includes(status),
    staged: status === 'staged',
    applied: status === 'applied',
    undone: status === 'undone',
    discarded: status === 'discarded',
    wasApplied: status === 'applied' || status === 'undone',
    total: counts.add + counts.change + counts.skip + counts.error,
    toApply,
    leaves,
    manyLeave,
    manyLabel: `Đúng là ${formatNumber(leaves?.count ?? 0)} người không còn trong danh sách`,
    blocked,
    canApply: !blocked && (toApply > 0 || (leaves?.count ?? 0) > 0),
  };
}
