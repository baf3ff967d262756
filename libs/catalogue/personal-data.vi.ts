/** Headings of a person's own copy. */
export const reportSection = {
  key: 'bao-sai-noi-dung',
  title: 'Nội dung bạn đã báo sai',
  columns: { at: 'Lúc', message: 'Bạn viết', answer: 'Trả lời' },
};
