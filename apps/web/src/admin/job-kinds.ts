/** What each kind of job does, in words. */
export const jobKindNames: Record<string, string> = {
  'audit.seal': 'Niêm phong nhật ký',
  'job.clean': 'Dọn công việc cũ',
  'certificate.render': 'Tạo tệp giấy chứng nhận',
  'report.build': 'Tạo tệp báo cáo',
  'roster.purge': 'Xóa dòng của tệp danh sách cũ',
  'message.send': 'Gửi tin nhắn',
};
