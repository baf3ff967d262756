import type { CaseKind, CaseState } from '#libs/identity';

export const kindNames: Record<CaseKind, string> = {
  withdraw: 'Rút lại đồng ý',
  view: 'Xem dữ liệu',
  correct: 'Sửa dữ liệu',
  export: 'Cung cấp bản sao dữ liệu',
  restrict: 'Hạn chế xử lý dữ liệu',
  object: 'Phản đối xử lý dữ liệu',
  delete: 'Xóa dữ liệu',
};

/** What a person may ask for on the page; a withdrawal begins at the consent. */
export const askable: { value: CaseKind; label: string; about: string }[] = [
  {
    value: 'view',
    label: 'Xem dữ liệu',
    about: 'Được cho biết dữ liệu nào về bạn đang được giữ. Bạn cũng xem được ngay ở trang này.',
  },
  {
    value: 'correct',
    label: 'Sửa dữ liệu',
    about: 'Họ tên, ngày sinh, số điện thoại liên lạc, số định danh, đơn vị hoặc chức vụ bị ghi sai.',
  },
  { value: 'export', label: 'Cung cấp bản sao', about: 'Một tệp ZIP đọc được. Bạn cũng tự lập được ngay ở trang này.' },
  {
    value: 'restrict',
    label: 'Hạn chế xử lý',
    about: 'Dữ liệu chỉ được giữ, không hiện trong danh sách và tìm kiếm; việc học không được ghi thêm.',
  },
  { value: 'object', label: 'Phản đối', about: 'Dừng những việc không bắt buộc, như tin nhắn nhắc học.' },
  {
    value: 'delete',
    label: 'Xóa dữ liệu',
    about:
      'Tài khoản và mọi thứ nhận ra bạn bị xóa hẳn, không lấy lại được. Số liệu chung chỉ còn mã số, không còn tên.',
  },
];

export const stateNames: Record<CaseState, string> = {
  open: 'Đang giải quyết',
  fulfilled: 'Đã thực hiện',
  refused: 'Không thực hiện được',
  cancelled: 'Đã rút lại',
};

export const eventNames: Record<string, string> = {
  open: 'Gửi yêu cầu',
  reply: 'Phản hồi tiếp nhận',
  extend: 'Gia hạn',
  fulfil: 'Thực hiện xong',
  refuse: 'Không thực hiện',
  cancel: 'Rút lại yêu cầu',
};

export const clockNames: Record<string, string> = { reply: 'Phản hồi đầu tiên', ...kindNames };
export const basisNames: Record<string, string> = { working: 'ngày làm việc', calendar: 'ngày' };

export const taskNames: Record<string, string> = {
  reply: 'Cần phản hồi tiếp nhận',
  'due-soon': 'Sắp hết hạn',
  overdue: 'Đã quá hạn',
  'notify-authority': 'Cần báo cơ quan chức năng',
};

/** What the messages of an optional consent are called. */
export const reminderNames: Record<string, string> = {
  reminders: 'tin nhắn nhắc học',
  'work-reminders': 'tin nhắn nhắc việc',
};

export const breachKinds = [
  { value: 'measure', label: 'Việc đã làm để ngăn chặn' },
  { value: 'authority', label: 'Đã báo cơ quan chức năng (Bộ Công an)' },
  { value: 'subjects', label: 'Đã báo người bị ảnh hưởng' },
  { value: 'evidence', label: 'Bằng chứng, số văn bản' },
  { value: 'count', label: 'Số người bị ảnh hưởng thay đổi' },
  { value: 'close', label: 'Đóng hồ sơ' },
];

/** What goes by itself, and why it is kept just so long. */
export const retentionTexts: Record<string, { name: string; source: string }> = {
  'awaiting-guardian': {
    name: 'Tài khoản dưới 16 tuổi chưa có người giám hộ đồng ý',
    source: 'Chưa có đồng ý thì không được giữ; xóa hẳn (Luật 91/2025/QH15)',
  },
  throttle: { name: 'Bộ đếm chống dò mật khẩu', source: 'Chỉ cần trong vài giờ' },
  'failed-job': { name: 'Công việc nền bị hỏng', source: 'Đủ để quản trị viên xem lại' },
  message: {
    name: 'Tin nhắn đã gửi hoặc chờ gửi',
    source: 'Nội dung mất ngay khi cổng nhận; dòng ghi giữ để đối chiếu',
  },
  reminder: {
    name: 'Dòng ghi đã nhắc ai việc gì',
    source: 'Để không nhắc lại quá dày; hết hạn thì đường dẫn dừng nhận trong tin cũ cũng hết',
  },
  session: { name: 'Phiên đăng nhập đã kết thúc', source: 'Nhật ký giữ việc đăng nhập; phiên không cần nữa' },
  'user-agent': { name: 'Tên trình duyệt của phiên', source: 'Chỉ để chủ tài khoản nhận ra thiết bị' },
  'verification-code': { name: 'Mã xác nhận và phiếu đăng ký dở', source: 'Người chưa xác nhận thì không giữ gì' },
  'certificate-print': { name: 'Tệp in giấy chứng nhận của đơn vị', source: 'Đủ để in và trao; cần nữa thì tạo lại' },
  'sign-in-step': { name: 'Bước đăng nhập dở', source: 'Hết hạn sau vài phút' },
  'access-log': {
    name: 'Nhật ký xem dữ liệu',
    source: 'Nhật ký giữ ít nhất 12 tháng (Luật An ninh mạng 116/2025, cấp độ 3)',
  },
  'api-token': { name: 'Mã truy cập đã hết hạn', source: 'Giữ một thời gian để chủ mã đối chiếu' },
  'export-file': { name: 'Bản sao dữ liệu cá nhân', source: 'Tải được trong 7 ngày, sau đó xóa cả tệp' },
  'device-id': {
    name: 'Mã thiết bị của lượt làm bài',
    source: 'Chỉ để nhận ra bài làm hộ; Luật 91/2025/QH15: theo dõi hành vi là dữ liệu nhạy cảm',
  },
};
