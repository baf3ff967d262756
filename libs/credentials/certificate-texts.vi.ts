/** The words of the paper. Each certificate keeps those it was issued with, so a change here changes no older one. */
export const certificateTexts = {
  issuer: ['Học Vụ Số', 'Phong trào “Bình dân học vụ số” tỉnh Lai Châu'],
  heading: 'Giấy chứng nhận hoàn thành chuyên đề',
  statement: 'đã học hết các bài và đạt bài kiểm tra của mọi mô-đun trong chuyên đề',
  place: 'Lai Châu',
  note: 'Giấy này xác nhận việc học trên nền tảng Học Vụ Số; không phải là xác nhận “phổ cập kỹ năng số” trên VNeID.',
};
