/** What each noun of the logs is called; the filter offers them. */
export const KINDS: Record<string, string> = {
  account: 'Tài khoản',
  administrator: 'Quản trị viên',
  audit: 'Nhật ký',
  access: 'Rà soát quyền',
  breach: 'Sự cố dữ liệu',
  certificate: 'Giấy chứng nhận',
  completion: 'Lượt hoàn thành',
  completions: 'Danh sách lượt hoàn thành',
  'content-report': 'Phản ánh nội dung',
  course: 'Chuyên đề',
  'course-draft': 'Bản nháp chuyên đề',
  doubt: 'Nghi trùng người',
  draft: 'Bản nháp',
  key: 'Khóa mã hóa',
  membership: 'Tên trong danh sách',
  module: 'Mô-đun',
  password: 'Mật khẩu',
  person: 'Người',
  'personal-export': 'Bản sao dữ liệu cá nhân',
  report: 'Báo cáo',
  'rights-case': 'Yêu cầu về dữ liệu',
  role: 'Vai trò',
  roster: 'Danh sách',
  'roster-import': 'Nhập danh sách',
  'second-factor': 'Bước xác nhận thứ hai',
  session: 'Phiên đăng nhập',
  setting: 'Thiết đặt',
  snapshot: 'Bản chốt số liệu',
  submission: 'Bản gửi duyệt',
  target: 'Chỉ tiêu',
  token: 'Mã truy cập',
  unit: 'Đơn vị',
};

const ACTIONS: Record<string, string> = {
  'rights-case.open': 'Gửi yêu cầu về dữ liệu cá nhân',
  'rights-case.reply': 'Phản hồi yêu cầu về dữ liệu',
  'rights-case.extend': 'Gia hạn yêu cầu về dữ liệu',
  'rights-case.fulfil': 'Thực hiện yêu cầu về dữ liệu',
  'rights-case.refuse': 'Không thực hiện yêu cầu về dữ liệu',
  'rights-case.cancel': 'Rút lại yêu cầu về dữ liệu',
  'guardian.consent': 'Người giám hộ đồng ý',
  'guardian.correct': 'Sửa thông tin người giám hộ',
  'retention.set': 'Đổi thời gian lưu',
  'calendar.set': 'Sửa ngày nghỉ',
  'calendar.remove': 'Bỏ ngày nghỉ',
  'clock.set': 'Đổi thời hạn luật định',
  'breach.open': 'Mở hồ sơ sự cố dữ liệu',
  'breach.measure': 'Ghi việc ngăn chặn sự cố',
  'breach.authority': 'Ghi việc báo cơ quan chức năng',
  'breach.subjects': 'Ghi việc báo người bị ảnh hưởng',
  'breach.evidence': 'Ghi bằng chứng sự cố',
  'breach.count': 'Sửa số người bị ảnh hưởng',
  'breach.close': 'Đóng hồ sơ sự cố',
  'administrator.invite': 'Cấp mã lập tài khoản quản trị viên',
  'access.keep': 'Giữ vai trò khi rà soát',
  'access.end': 'Thôi vai trò khi rà soát',
  'account.create': 'Lập tài khoản',
  'account.disable': 'Khóa tài khoản',
  'account.enable': 'Mở lại tài khoản',
  'phone.change': 'Đổi số điện thoại đăng nhập',
  'account.lock': 'Tạm khóa vì nhập sai nhiều lần',
  'audit.export': 'Xuất nhật ký',
  'audit.names': 'Xem tên trong nhật ký',
  'audit.read': 'Đọc nhật ký',
  'audit.verify': 'Kiểm tra chuỗi nhật ký',
  'certificate.file': 'Mở tệp giấy chứng nhận',
  'certificate.print': 'Tạo tệp in giấy chứng nhận của đơn vị',
  'certificate.print-open': 'Tải tệp in giấy chứng nhận',
  'certificate.revoke': 'Thu hồi giấy chứng nhận',
  'completion.restore': 'Khôi phục lượt hoàn thành',
  'completion.void': 'Hủy lượt hoàn thành',
  'completions.export': 'Xuất danh sách lượt hoàn thành',
  'completions.search': 'Tìm người để xem lượt hoàn thành',
  'course.publish': 'Xuất bản chuyên đề',
  'doubt.different': 'Kết luận là hai người',
  'draft.discard': 'Bỏ bản nháp',
  'key.rotate': 'Đổi khóa mã hóa',
  'membership.correct': 'Sửa một chỗ trong quá trình của một người',
  'membership.end': 'Thôi tên khỏi danh sách',
  'membership.remove': 'Bỏ một chỗ khỏi quá trình của một người',
  'membership.transfer': 'Chuyển đơn vị, đổi chức vụ',
  'module.publish': 'Xuất bản mô-đun',
  'person.correct': 'Sửa dữ liệu của một người theo yêu cầu',
  'person.erase': 'Xóa dữ liệu của một người',
  'person.merge': 'Gộp hai bản ghi của một người',
  'person.search': 'Tìm người',
  'personal-export.open': 'Mở bản sao dữ liệu cá nhân',
  'report.open': 'Tải báo cáo',
  'report.request': 'Lập báo cáo',
  'role.grant': 'Giao vai trò',
  'role.list': 'Xem danh sách vai trò',
  'role.proposal-confirmed': 'Xác nhận đề xuất vai trò',
  'role.proposal-refused': 'Từ chối đề xuất vai trò',
  'role.proposal-withdrawn': 'Rút đề xuất vai trò',
  'role.propose': 'Đề xuất vai trò',
  'role.withdraw': 'Thôi giao vai trò',
  'roster-import.apply': 'Áp dụng tệp danh sách',
  'roster-import.discard': 'Bỏ tệp danh sách',
  'roster-import.map-columns': 'Ghép cột của tệp danh sách',
  'roster-import.stage': 'Gửi tệp danh sách',
  'roster-import.undo': 'Hoàn lại tệp danh sách',
  'session.start': 'Đăng nhập',
  'setting.change': 'Đổi thiết đặt',
  'snapshot.create': 'Chốt số liệu',
  'snapshot.sign': 'Ký xác nhận số liệu',
  'submission.approve': 'Duyệt nội dung',
  'submission.make': 'Gửi duyệt nội dung',
  'submission.return': 'Trả lại nội dung',
  'target.set': 'Đặt chỉ tiêu',
  'token.issue': 'Tạo mã truy cập',
  'token.revoke': 'Thu hồi mã truy cập',
};

const LOOKS: Record<string, string> = {
  account: 'Xem tài khoản',
  completions: 'Xem lượt hoàn thành',
  'rights-case': 'Xem yêu cầu về dữ liệu',
  roster: 'Xem danh sách đơn vị',
  'import.preview': 'Xem tệp danh sách sắp nhập',
  doubt: 'So sánh hai bản ghi nghi trùng',
};

/** Purposes that the programs write themselves. */
const PURPOSES: Record<string, string> = {
  revocation: 'Xem xét thu hồi giấy chứng nhận',
  'account-care': 'Chăm sóc tài khoản cán bộ',
};

/** What was done or looked at, in words; what has none is named by its kind. */
export function nameOf(what: string): string {
  const [noun] = what.split('.');
  return ACTIONS[what] ?? LOOKS[what] ?? LOOKS[noun] ?? (KINDS[noun] ? `${KINDS[noun]} (${what})` : what);
}

export const purposeName = (purpose: string): string => PURPOSES[purpose] ?? purpose;

/** Ids, numbers and codes of an entry in one line. */
export function detailsLine(details: Record<string, unknown>): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(
      ([key, value]) =>
        `${key}: ${Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .join('; ');
}
