export const reportsMessages: Record<string, string> = {
  'report.invalid': 'Chưa tạo được tệp, bạn xem lại các ô nhé.',
  'report.unknown': 'Không thấy tệp này.',
  'report.format-unknown': 'Hãy chọn dạng tệp.',
  'report.key-taken': 'Biểu mẫu này đã được gửi với nội dung khác. Bạn xem lại rồi gửi lần nữa nhé.',
  'report.not-ready': 'Tệp chưa xong, bạn chờ thêm ít giây nhé.',
  'report.file-gone': 'Tệp đã được dọn. Hãy tạo tệp mới từ bản chốt; số liệu vẫn như cũ.',
  'completions.to-before-from': '“Đến hết ngày” phải cùng ngày hoặc sau “Từ ngày”.',
  'completions.invalid': 'Chưa xuất được, bạn xem lại các ô nhé.',
};
