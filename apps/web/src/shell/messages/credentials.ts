export const credentialsMessages: Record<string, string> = {
  'certificate.unknown': 'Không tìm thấy giấy chứng nhận này.',
  'certificate.not-ready': 'Tệp đang được tạo, bạn thử lại sau ít giây nhé.',
  'certificate.code-malformed': 'Hãy gõ số in trên giấy.',
  'revocation.reason-required': 'Hãy ghi lý do, từ 10 đến 500 ký tự.',
  'notice.certificate-revoked': 'Đã thu hồi giấy này.',
};
