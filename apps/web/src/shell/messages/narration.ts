/** Sentences of recordings that read a page aloud. */
export const narrationMessages: Record<string, string> = {
  'notice.recording-withdrawn': 'Đã gỡ bản ghi âm khỏi mọi bài.',
  'narration.file-missing': 'Bạn chọn tệp ghi âm.',
  'narration.too-large': 'Tệp lớn hơn 10 MB. Bạn lưu lại ở 64 kbit/s, hoặc chia trang thành hai.',
  'narration.too-long': 'Bản ghi dài hơn 15 phút. Bạn chia trang thành hai nhé.',
  'narration.too-short': 'Bản ghi ngắn hơn một giây. Bạn xem có chọn nhầm tệp không.',
  'narration.too-heavy': 'Bản ghi nặng hơn 200 kbit/s, mạng yếu sẽ nghe bị ngắt. Bạn lưu lại ở 64 kbit/s nhé.',
  'narration.not-audio': 'Tệp này không phải MP3 hay M4A (AAC). Bạn mở bằng phần mềm ghi âm rồi lưu thành MP3.',
  'narration.video': 'Tệp này có hình. Bạn chỉ lưu phần tiếng, thành MP3 hoặc M4A.',
  'narration.damaged': 'Tệp bị hỏng hoặc thiếu một đoạn. Bạn nghe thử trên máy rồi lưu lại nhé.',
  'narration.speaker': 'Bạn hỏi người đọc, rồi đánh dấu là họ đồng ý.',
  'narration.transcript-too-long': 'Lời đọc không quá 20.000 chữ cái.',
  'narration.unknown': 'Không thấy bản ghi âm này. Bạn gửi lại tệp nhé.',
};
