import type { Role } from '#libs/identity';

/** One password for all demo people: hashed once, so that seeding hundreds of them takes no time. */
export const DEMO_PASSWORD = 'hocvuso2026';

export interface DemoAccount {
  phone: string;
  fullName: string;
  label: string;
  birthYear: number;
  role?: Role;
  /** Roots of the role's scope, and where the person belongs: `tree:code`. */
  scope: string[];
}

/** One account per role. Mobile numbers of a block that operators do not assign to people. */
export const DEMO_ACCOUNTS: DemoAccount[] = [
  { phone: '0900000001', fullName: 'Lò Thị Mai', label: 'người dân', birthYear: 1968, scope: [] },
  { phone: '0900000002', fullName: 'Nguyễn Văn Hùng', label: 'cán bộ, đảng viên', birthYear: 1985, scope: [] },
  {
    phone: '0900000003',
    fullName: 'Giàng A Páo',
    label: 'báo cáo viên',
    birthYear: 1990,
    role: 'facilitator',
    scope: ['territory:12'],
  },
  {
    phone: '0900000004',
    fullName: 'Trần Thu Hà',
    label: 'người biên soạn',
    birthYear: 1988,
    role: 'author',
    scope: ['territory:12'],
  },
  {
    phone: '0900000005',
    fullName: 'Phạm Quốc Bình',
    label: 'người kiểm duyệt',
    birthYear: 1979,
    role: 'reviewer',
    scope: ['territory:12'],
  },
  {
    phone: '0900000006',
    fullName: 'Vàng Thị Dợ',
    label: 'người phụ trách đơn vị (xã Bình Lư)',
    birthYear: 1983,
    role: 'unit_manager',
    scope: ['territory:03390', 'state:ubnd-03390', 'party:dang-uy-03390'],
  },
  {
    phone: '0900000007',
    fullName: 'Lê Thị Thanh',
    label: 'cấp ủy: lập số liệu, báo cáo',
    birthYear: 1981,
    role: 'committee',
    scope: ['territory:12', 'state:root', 'party:root'],
  },
  {
    phone: '0900000008',
    fullName: 'Đèo Văn Long',
    label: 'cấp ủy: ký xác nhận số liệu',
    birthYear: 1972,
    role: 'committee',
    scope: ['territory:12', 'state:root', 'party:root'],
  },
  {
    phone: '0900000009',
    fullName: 'Hoàng Minh Tuấn',
    label: 'quản trị viên',
    birthYear: 1991,
    role: 'administrator',
    scope: ['territory:12', 'state:root', 'party:root'],
  },
  {
    phone: '0900000010',
    fullName: 'Bùi Thị Lan',
    label: 'người kiểm tra',
    birthYear: 1976,
    role: 'auditor',
    scope: ['territory:12', 'state:root', 'party:root'],
  },
];
