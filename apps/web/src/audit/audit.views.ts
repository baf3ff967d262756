import type { LogEntry, LogName } from '#libs/identity';
import type { AuditFinding } from '#libs/platform';
import { detailsLine, nameOf, purposeName } from './words.js';

export { KINDS } from './words.js';

export const FAULTS: Record<AuditFinding['fault'], string> = {
  changed: 'Nội dung mục đã bị sửa.',
  removed: 'Mục đã bị xóa.',
  reordered: 'Thứ tự các mục đã bị đổi.',
  inserted: 'Mục được ghi thêm về sau với giờ cũ.',
  'cut-off': 'Phần cuối nhật ký đã bị cắt.',
  rewritten: 'Chuỗi đã bị lập lại, không khớp mốc đã công bố.',
  'head-missing': 'Mốc đã công bố bị mất hoặc bị sửa.',
};

const COMMON = ['Lúc', 'Ai (mã)', 'Ai (tên)', 'Việc', 'Mã việc', 'Về (mã)', 'Mục đích', 'Địa chỉ IP', 'Cổng'];
export const HEADINGS: Record<LogName, string[]> = {
  audit: [...COMMON, 'Loại', 'Chi tiết'],
  access: COMMON,
};

export const entryView = (entry: LogEntry) => ({
  ...entry,
  what: nameOf(entry.what),
  code: entry.what,
  purpose: entry.purpose && purposeName(entry.purpose),
  details: detailsLine(entry.details),
});

export function cellsOf(log: LogName, entry: LogEntry, moment: (at: Date) => string): (string | number | null)[] {
  const { actorId, actorName, what, subjectId, purpose, ip, port } = entry;
  const common = [
    moment(entry.at),
    actorId,
    actorName,
    nameOf(what),
    what,
    subjectId,
    purpose && purposeName(purpose),
    ip,
    port,
  ];
  return log === 'audit' ? [...common, entry.subjectType, detailsLine(entry.details)] : common;
}
