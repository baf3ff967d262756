/** What the components are shown with. People and units are made up. */
export const LONG_TEXT =
  'Ủy ban nhân dân xã Sìn Hồ, tỉnh Lai Châu, tổ công nghệ số cộng đồng bản Nậm Tăm, phụ trách hướng dẫn bà con nộp hồ sơ trên Cổng Dịch vụ công quốc gia';

export const VALUES = { 'mau-dai': LONG_TEXT };
export const ERRORS = {
  'mau-loi': 'Số điện thoại có 10 chữ số, bắt đầu bằng số 0.',
  'mau-chon-loi': 'Bạn chọn một đơn vị.',
  'mau-danh-dau-loi': 'Bạn đánh dấu ô này để tiếp tục.',
};

export const OPTIONS = [
  { value: 'a', label: 'Xã Sìn Hồ' },
  { value: 'b', label: LONG_TEXT },
];

export const GRANT_UNITS = [
  { name: 'Xã Sìn Hồ', endedOn: null },
  { name: 'Bản Nậm Tăm', endedOn: '2026-11-20' },
];

export const DIFF = [
  { kind: 'same', text: 'Không đọc mã OTP cho ai.' },
  { kind: 'removed', text: 'Gọi 113 khi bị lừa.' },
  { kind: 'added', text: 'Gọi 156 khi nhận cuộc gọi lừa đảo.' },
  { kind: 'gap' },
];

const line = { onRoster: 12_345, notStarted: 3000, inProgress: 1345, completed: 8000, goalText: '70%' };
export const FIGURES = [
  { ...line, lineName: 'Người dân', rateText: '64,8%', neither: { ...line, onRoster: 900 }, group: 120, flagged: 3 },
  { ...line, lineName: 'Đảng viên', rateText: 'chỉ tiêu chưa đúng', marked: true, faultyBelow: 2 },
];
export const BELOW = {
  choices: [
    { query: 'doi-tuong=citizen', name: 'Người dân', current: true },
    { query: 'doi-tuong=official', name: 'Cán bộ' },
  ],
  orders: [
    { query: 'xep=', name: 'Theo danh mục' },
    { query: 'xep=ty-le', name: 'Theo tỷ lệ, cao trước', current: true },
  ],
  byRate: true,
  units: [
    { ...line, name: 'Xã Sìn Hồ', rateText: '64,8%', rank: 1 },
    { ...line, name: LONG_TEXT, rateText: 'chưa có chỉ tiêu', marked: true },
  ],
};

const at = new Date('2026-11-20T03:00:00Z');
export const BREACHES = [
  { discoveredAt: at, dueAt: at, hoursLeft: 30 },
  { discoveredAt: at, dueAt: at, late: true, hoursLate: 5, hasCount: true, affectedCount: 1200 },
  { discoveredAt: at, dueAt: at, authorityAt: at },
];
export const RIGHTS_CASE = {
  openedAt: at,
  replyDueOn: '2026-11-24',
  dueOn: '2026-12-04',
  isOpen: true,
  soon: true,
  workingDaysLeft: 2,
  leftUntil: '2026-12-04',
  wish: 'Sửa năm sinh từ 1966 thành 1968.',
  events: [{ name: 'Đã nhận', at, byPerson: true, note: LONG_TEXT }],
};
export const RIGHTS_SECTIONS = [
  { title: 'Dữ liệu mẫu', headings: ['Ngày', 'Nội dung'], rows: [['20/11/2026', LONG_TEXT]] },
  { title: 'Dữ liệu mẫu khi chưa có gì', headings: [], rows: [] },
];
export const UNIT = {
  id: 'mau',
  name: 'Xã Sìn Hồ',
  code: '03390',
  count: 2,
  open: true,
  toggleHref: '#',
  href: '#',
  nodes: [
    { id: 'mau-1', name: 'Bản Nậm Tăm', code: '03390-1', href: '#' },
    { id: 'mau-2', name: LONG_TEXT, code: '03390-2', href: '#' },
  ],
};
