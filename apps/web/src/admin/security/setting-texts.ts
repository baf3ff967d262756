import type { SettingDefinition, SettingKey } from '#libs/identity';

/** What each setting is called and decides, for administrators. */
export const settingTexts: Record<SettingKey, { name: string; about: string }> = {
  'second-factor.compulsory': {
    name: 'Bắt buộc xác thực hai bước',
    about:
      'Quản trị viên, người kiểm tra và cấp ủy phải có mã trên điện thoại khi đăng nhập. Chưa có thì chỉ vào được trang thiết lập.',
  },
  'password.length': {
    name: 'Độ dài mật khẩu',
    about: 'Ít nhất bao nhiêu ký tự khi không có xác thực hai bước.',
  },
  'password.length-with-second-factor': {
    name: 'Độ dài mật khẩu khi có xác thực hai bước',
    about: 'Ít nhất bao nhiêu ký tự khi đã bật xác thực hai bước.',
  },
  'password.history': { name: 'Mật khẩu cũ không dùng lại', about: 'Không được đặt lại mật khẩu đã dùng gần đây.' },
  'sign-in.max-failed': { name: 'Số lần đăng nhập sai', about: 'Sai bấy nhiêu lần liên tiếp thì tài khoản tạm khóa.' },
  'sign-in.lock-minutes': { name: 'Thời gian tạm khóa', about: 'Sau khi đăng nhập sai quá số lần.' },
  'session.learner-idle': { name: 'Phiên người học: không dùng', about: 'Không dùng lâu hơn thì phải đăng nhập lại.' },
  'session.learner-absolute': { name: 'Phiên người học: tối đa', about: 'Tính từ lúc đăng nhập, dù dùng liên tục.' },
  'session.staff-idle': {
    name: 'Phiên cán bộ: không dùng',
    about: 'Người có vai trò, trừ quản trị viên và người chỉ là báo cáo viên.',
  },
  'session.facilitator-idle': {
    name: 'Phiên báo cáo viên: không dùng',
    about:
      'Luật nêu 15 phút cho hệ thống ở cơ quan; buổi học ở thôn, bản kéo dài hơn. Báo cáo viên có thêm vai trò khác thì theo giới hạn của cán bộ.',
  },
  'session.staff-absolute': {
    name: 'Phiên cán bộ, báo cáo viên: tối đa',
    about: 'Tính từ lúc đăng nhập, dù dùng liên tục.',
  },
  'session.administrator-idle': {
    name: 'Phiên quản trị viên: không dùng',
    about: 'Không thao tác thì kết thúc phiên.',
  },
  'session.administrator-absolute': { name: 'Phiên quản trị viên: tối đa', about: 'Tính từ lúc đăng nhập.' },
  'account.idle-days': {
    name: 'Khóa tài khoản cán bộ không dùng',
    about:
      'Mỗi ngày một công việc nền khóa tài khoản có vai trò mà lâu không đăng nhập. Quản trị viên mở lại, ghi lý do.',
  },
  'log.retention': {
    name: 'Giữ nhật ký',
    about: 'Nhật ký thao tác có địa chỉ và cổng nguồn, không bị xóa. Nhật ký xem dữ liệu giữ theo trang Thời gian lưu.',
  },
  'access-review.interval': {
    name: 'Rà soát quyền truy cập',
    about: 'Mỗi nửa năm hệ thống tự mở một đợt rà soát vai trò.',
  },
};

const UNITS: Record<SettingDefinition['unit'], string> = {
  flag: '',
  characters: 'ký tự',
  passwords: 'mật khẩu gần nhất',
  times: 'lần',
  minutes: 'phút',
  hours: 'giờ',
  days: 'ngày',
  months: 'tháng',
};

export function valueText(definition: SettingDefinition, value: number): string {
  if (definition.unit === 'flag') return value === 1 ? 'Bật' : 'Tắt';
  return `${value} ${UNITS[definition.unit]}`;
}

export function boundsText(definition: SettingDefinition): string {
  if (definition.unit === 'flag') return 'Bật hoặc tắt';
  return `${definition.min} đến ${definition.max} ${UNITS[definition.unit]}`;
}

export function floorText(definition: SettingDefinition): string {
  if (!definition.floor) return '';
  return 'atLeast' in definition.floor
    ? definition.unit === 'flag'
      ? 'phải bật'
      : `ít nhất ${valueText(definition, definition.floor.atLeast)}`
    : `nhiều nhất ${valueText(definition, definition.floor.atMost)}`;
}

export const sourceTexts: Record<SettingDefinition['source'], string> = {
  law: 'Luật An ninh mạng 116/2025, các Nghị định 330, 331, 333/2026, cấp độ 3',
  choice: 'Lựa chọn của hệ thống; luật không nêu con số',
};
