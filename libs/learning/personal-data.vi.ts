/** Headings of a person's own copy. */
export const completionSection = {
  key: 'hoan-thanh',
  title: 'Mô-đun đã hoàn thành',
  columns: { module: 'Mô-đun', version: 'Bản', at: 'Hoàn thành lúc', source: 'Cách (self: tự học, group: buổi học)' },
};
export const progressSection = {
  key: 'dang-hoc',
  title: 'Bài đang học và đã đọc',
  columns: { module: 'Mô-đun', pages: 'Số trang đã đọc', from: 'Bắt đầu', to: 'Gần nhất' },
};
export const confirmationSection = {
  key: 'xac-nhan-noi-khac',
  title: 'Xác nhận từ nơi khác',
  columns: { kind: 'Loại', document: 'Số văn bản', on: 'Ngày' },
};
