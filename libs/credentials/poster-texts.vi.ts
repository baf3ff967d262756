/** Words of every poster. */
export const posterTexts = {
  issuer: 'Học Vụ Số · phong trào “Bình dân học vụ số” tỉnh Lai Châu',
  scan: 'Quét mã bằng điện thoại, hoặc gõ vào trình duyệt:',
  promise: 'Đọc được ngay, không cần đăng ký, không mất tiền.',
  motto: 'Không ai bị bỏ lại phía sau',
};
