import type { ExportSection } from '#libs/platform';

export const reminderSection: Omit<ExportSection, 'rows'> = {
  key: 'tin-nhac',
  title: 'Tin nhắn nhắc việc đã gửi',
  columns: { purpose: 'Theo đồng ý', at: 'Lúc' },
};
