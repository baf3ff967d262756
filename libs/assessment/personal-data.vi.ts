/** Headings of a person's own copy. */
export const attemptSection = {
  key: 'bai-kiem-tra',
  title: 'Lượt làm bài kiểm tra',
  columns: {
    module: 'Mô-đun',
    startedAt: 'Bắt đầu',
    submittedAt: 'Nộp bài',
    correct: 'Câu đúng',
    questions: 'Số câu',
    passed: 'Đạt',
  },
};
