/** What each kind of job does, in words. */
export const jobKindNames: Record<string, string> = {
  'audit.seal': 'Niêm phong nhật ký',
  'access.review-open': 'Mở đợt rà soát quyền',
  'audit.publish': 'Công bố mốc nhật ký trong ngày',
  'job.clean': 'Dọn công việc cũ',
  'certificate.render': 'Tạo tệp giấy chứng nhận',
  'certificate.catch-up': 'Cấp giấy chứng nhận theo danh sách bài mới',
  'report.build': 'Tạo tệp báo cáo',
  'roster.stage': 'Đọc tệp danh sách',
  'roster.purge': 'Xóa dòng của tệp danh sách cũ',
  'account.disable-idle': 'Khóa tài khoản cán bộ lâu không dùng',
  'file.remove': 'Xóa tệp không còn được giữ',
  'rights.export': 'Lập bản sao dữ liệu cá nhân',
  'rights.remind': 'Nhắc hạn yêu cầu về dữ liệu cá nhân',
  'retention.run': 'Xóa dữ liệu đã hết hạn lưu',
  'rights.publish-erasures': 'Ghi danh sách đã xóa',
  'message.send': 'Gửi tin nhắn',
};
