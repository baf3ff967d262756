/** Words the renderer adds to a lesson. */
export const lessonTexts = {
  calloutTitles: {
    note: 'Ghi nhớ',
    warning: 'Cẩn thận',
    tip: 'Mẹo nhỏ',
    steps: 'Các bước',
    scenario: 'Tình huống',
  },
  table: 'Bảng, kéo ngang để xem hết',
};
