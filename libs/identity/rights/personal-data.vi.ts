/** Headings of a person's own copy. */
export const identitySection = {
  key: 'thong-tin',
  title: 'Thông tin của bạn',
  columns: {
    name: 'Họ và tên',
    birthDate: 'Ngày sinh',
    birthYear: 'Năm sinh',
    phone: 'Số điện thoại',
    phoneVerified: 'Số điện thoại đã xác nhận lúc',
    personalNumber: 'Số định danh cá nhân',
    address: 'Địa chỉ',
    guardianConsented: 'Người giám hộ đồng ý lúc',
    restricted: 'Hạn chế xử lý từ',
    updated: 'Cập nhật lúc',
  },
};
export const guardianSection = {
  key: 'nguoi-giam-ho',
  title: 'Bố mẹ hoặc người giám hộ đã đồng ý',
  columns: {
    name: 'Họ và tên',
    relation: 'Quan hệ',
    phone: 'Số điện thoại',
    method: 'Cách đồng ý',
    at: 'Lúc',
    corrected: 'Sửa lúc',
  },
};
export const accountSection = {
  key: 'tai-khoan',
  title: 'Tài khoản',
  columns: { created: 'Lập lúc', lastSignIn: 'Đăng nhập gần nhất', disabled: 'Khóa lúc' },
};
export const sessionSection = {
  key: 'phien-dang-nhap',
  title: 'Nơi đã đăng nhập',
  columns: { created: 'Đăng nhập', seen: 'Dùng gần nhất', ip: 'Địa chỉ mạng', device: 'Trình duyệt tự xưng' },
};
export const tokenSection = {
  key: 'ma-truy-cap',
  title: 'Mã truy cập cho chương trình',
  columns: { name: 'Tên', created: 'Tạo lúc', expires: 'Hết hạn', revoked: 'Thu hồi lúc' },
};
export const grantSection = {
  key: 'vai-tro',
  title: 'Vai trò',
  columns: { role: 'Vai trò', from: 'Từ ngày', to: 'Đến trước ngày', withdrawn: 'Thu hồi lúc' },
};
export const consentSection = {
  key: 'dong-y',
  title: 'Sự đồng ý của bạn',
  columns: { purpose: 'Mục đích', version: 'Bản văn', action: 'Đồng ý hay rút lại', method: 'Cách', at: 'Lúc' },
};
export const accessSection = {
  key: 'ai-da-xem',
  title: 'Những lần người khác xem dữ liệu của bạn',
  columns: { at: 'Lúc', what: 'Xem gì', purpose: 'Để làm gì' },
};
export const caseSection = {
  key: 'yeu-cau',
  title: 'Yêu cầu của bạn về dữ liệu',
  columns: {
    kind: 'Loại',
    state: 'Tình trạng',
    opened: 'Gửi lúc',
    due: 'Hạn',
    wish: 'Bạn viết',
    answer: 'Trả lời',
    closed: 'Xong lúc',
  },
};
