import type { ImportRowView, LeaverView, RowOutcome } from '#libs/rosters';
import { nameOf, reasonRows } from './import.views.js';

/** Of the dry run, or of what was done. */
const OUTCOMES: Record<RowOutcome, [before: string, after: string]> = {
  add: ['Sẽ thêm', 'Đã thêm'],
  change: ['Sẽ đổi', 'Đã đổi'],
  skip: ['Giữ nguyên', 'Giữ nguyên'],
  error: ['Chưa nhận', 'Chưa nhận'],
};

export const REPORT_COLUMNS = [
  { header: 'Dòng', width: 8 },
  { header: 'Kết quả', width: 14 },
  { header: 'Họ và tên', width: 28 },
  { header: 'Đơn vị', width: 30 },
  { header: 'Cột', width: 20 },
  { header: 'Giá trị', width: 24 },
  { header: 'Lý do', width: 60 },
];

/** One line per thing there is to say about a row. */
export function reportLines(rows: ImportRowView[], applied: boolean): (string | number | null)[][] {
  return rows.flatMap((row) => {
    const head = [row.rowNumber, OUTCOMES[row.outcome][applied ? 1 : 0], nameOf(row.cells), row.unitName ?? ''];
    const reasons = reasonRows(row);
    if (reasons.length === 0) return [[...head, '', '', '']];
    return reasons.map(({ column, value, sentence }) => [...head, column ?? '', value ?? '', sentence]);
  });
}

export const leaverLines = (leavers: LeaverView[], applied: boolean): (string | number | null)[][] =>
  leavers.map(({ fullName, unitName }) => [
    null,
    applied ? 'Đã thôi tên' : 'Sẽ thôi tên',
    fullName,
    unitName ?? '',
    '',
    '',
    'Không có trong tệp, mà tệp là toàn bộ danh sách.',
  ]);
