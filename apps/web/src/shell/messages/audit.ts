/** Sentences of the logs and of the review of rights. */
export const auditMessages: Record<string, string> = {
  'audit.cursor': 'Đường dẫn của trang này không đúng. Bạn lọc lại từ đầu nhé.',
  'audit.day': 'Ngày chưa đúng.',
  'audit.days-turned': 'Ngày cuối phải không trước ngày đầu.',
  'audit.filter-long': 'Nội dung lọc dài quá.',
};
