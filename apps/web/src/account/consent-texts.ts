export interface ConsentText {
  title: string;
  paragraphs: string[];
  /** What the box says. */
  statement: string;
}

/**
 * Every text people have ever agreed to, by its version. A version never changes: a new wording is a new version, and a
 * test holds each text to its digest, so that a consent can be shown with the very words it was given to.
 */
export const consentTexts: Record<string, ConsentText> = {
  'learning-2026-11': {
    title: 'Dữ liệu của bạn dùng vào việc gì?',
    paragraphs: [
      'Họ tên, số điện thoại, năm sinh, nơi ở và kết quả học chỉ dùng để bạn học, được cấp giấy chứng nhận và được tính vào số liệu chung của xã, phường. Số điện thoại được mã hóa. Không bán, không chuyển cho ai ngoài việc này.',
      'Bạn có quyền xem, sửa, rút lại đồng ý hoặc yêu cầu xóa bất cứ lúc nào.',
    ],
    statement: 'Tôi đã đọc và đồng ý cho dùng dữ liệu của tôi vào việc nói trên.',
  },
  'reminders-2026-11': {
    title: 'Nhắc học qua tin nhắn',
    paragraphs: [
      'Số điện thoại của bạn được dùng để gửi tin nhắn nhắc bạn học tiếp và báo chuyên đề mới. Không bắt buộc: không đồng ý thì bạn vẫn học và có giấy chứng nhận như thường.',
      'Bạn rút lại được bất cứ lúc nào; tin đang chờ gửi bị hủy ngay.',
    ],
    statement: 'Tôi đồng ý nhận tin nhắn nhắc học.',
  },
  'work-reminders-2026-11': {
    title: 'Nhắc việc qua tin nhắn',
    paragraphs: [
      'Dành cho người giải quyết yêu cầu về dữ liệu cá nhân. Số điện thoại của bạn được dùng để nhắn khi có yêu cầu hoặc sự cố sắp đến hạn: mỗi ngày nhiều nhất một tin, không có tên người nào trong tin. Không bắt buộc.',
      'Bạn rút lại được bất cứ lúc nào; tin đang chờ gửi bị hủy ngay.',
    ],
    statement: 'Tôi đồng ý nhận tin nhắn nhắc việc.',
  },
};
