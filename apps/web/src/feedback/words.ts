import type { ReportKind, ReportState } from '#libs/catalogue';

export const KINDS: Record<ReportKind, string> = {
  wrong: 'Nội dung sai',
  outdated: 'Đã cũ, nay không còn đúng',
  unclear: 'Khó hiểu',
  other: 'Việc khác',
};

export const STATES: Record<ReportState, string> = {
  new: 'Chờ trả lời',
  answered: 'Đã trả lời',
  done: 'Đã xong',
};
