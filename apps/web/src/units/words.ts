import { formatShortDate } from '#libs/platform';
import type { RosterColumn, RowReason } from '#libs/rosters';
import { messageOf } from '../shell/messages/index.js';

/** Columns as the rosters' headings name them. */
export const COLUMNS: Record<RosterColumn, string> = {
  fullName: 'Họ và tên',
  middleName: 'Họ đệm',
  givenName: 'Tên',
  birth: 'Ngày sinh/Năm sinh',
  phone: 'Số điện thoại',
  personalNumber: 'Số định danh',
  unitCode: 'Mã đơn vị',
  unitName: 'Đơn vị',
  position: 'Chức vụ',
  isHead: 'Người đứng đầu',
};

/** Why somebody may look at a roster that tells who is in the Party. */
export const PURPOSES: Record<string, string> = {
  'doi-chieu': 'Đối chiếu danh sách',
  'don-doc': 'Đôn đốc việc học',
  'bao-cao': 'Làm báo cáo',
};

/** The sentence of a reason; days in its data are written as people write them. */
export function sentenceOf({ code, data = {} }: RowReason): string {
  const readable = Object.entries(data).map(([key, value]) => [
    key,
    /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? formatShortDate(String(value)) : value,
  ]);
  return messageOf(code, Object.fromEntries(readable));
}
