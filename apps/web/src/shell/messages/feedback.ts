/** Sentences of reporting wrong content. */
export const feedbackMessages: Record<string, string> = {
  'notice.content-report-answered': 'Đã gửi trả lời.',
  'notice.content-report-done': 'Đã xong phản ánh này.',
  'content-report.unknown': 'Không thấy phản ánh này.',
  'content-report.message-missing': 'Bạn chưa viết gì. Hãy viết chỗ nào sai.',
  'content-report.message-too-long': 'Bạn viết ngắn lại, nhiều nhất 1.000 chữ cái.',
  'content-report.answer-missing': 'Bạn viết câu trả lời.',
  'content-report.answer-too-long': 'Câu trả lời dài quá 2.000 chữ cái.',
};
