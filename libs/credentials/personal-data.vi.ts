/** Headings of a person's own copy. */
export const certificateSection = {
  key: 'giay-chung-nhan',
  title: 'Giấy chứng nhận',
  columns: { code: 'Mã', name: 'Tên in trên giấy', course: 'Chuyên đề', at: 'Cấp lúc', revoked: 'Lý do thu hồi' },
};
