export const credentialsMessages: Record<string, string> = {
  'certificate.unknown': 'Không tìm thấy giấy chứng nhận này.',
  'certificate.not-ready': 'Tệp đang được tạo, bạn thử lại sau ít giây nhé.',
  'certificate.erased': 'Nội dung giấy này đã xóa theo yêu cầu.',
  'certificate.revoked': 'Giấy này đã bị thu hồi nên không tải được nữa. Lý do ở trang xác minh.',
  'certificate.already-revoked': 'Giấy này đã được thu hồi trước đó; lý do cũ được giữ nguyên.',
  'certificate.code-malformed': 'Số này chưa đúng. Hãy xem lại từng ký tự in trên giấy, ví dụ LC-7K3M-9QXT-2HFA.',
  'revocation.reason-required': 'Hãy ghi lý do, từ 10 đến 500 ký tự.',
  'notice.certificate-revoked': 'Đã thu hồi giấy này.',
};
