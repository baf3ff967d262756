import type { Tree, UnitEventKind, UnitKind } from '#libs/organisation';
import type { UnitColumn } from '#libs/rosters';

export const TREE_NAMES: Record<Tree, string> = {
  territory: 'Địa bàn',
  state: 'Cơ quan nhà nước',
  party: 'Tổ chức đảng',
};

export const KIND_NAMES: Record<UnitKind, string> = {
  province: 'Tỉnh',
  commune: 'Xã',
  ward: 'Phường',
  village: 'Thôn, bản, tổ dân phố',
  township: 'Thị trấn',
  district: 'Huyện',
  province_committee: 'Ủy ban nhân dân tỉnh',
  department: 'Sở, ban, ngành',
  committee: 'Ủy ban nhân dân xã, phường',
  office: 'Phòng, đơn vị trực thuộc',
  province_party: 'Đảng bộ tỉnh',
  party_body: 'Đảng bộ cấp trên cơ sở',
  party_committee: 'Đảng bộ xã, phường',
  party_base: 'Đảng bộ cơ sở',
  party_cell: 'Chi bộ',
};

export const kindName = (kind: string): string => KIND_NAMES[kind as UnitKind] ?? 'Đơn vị';

export const EVENT_NAMES: Record<UnitEventKind, string> = {
  create: 'Thành lập',
  rename: 'Đổi tên',
  move: 'Chuyển đơn vị cấp trên',
  merge: 'Sáp nhập',
  split: 'Chia tách',
  close: 'Thôi hoạt động',
  link: 'Đổi địa bàn',
  correct: 'Đính chính',
  import: 'Nhập từ tệp',
  reopen: 'Mở lại, vì đã ghi nhầm là thôi hoạt động,',
};

/** What usually stands at the top. */
export const ROOT_EXAMPLES: Record<Tree, string> = {
  territory: 'Tỉnh Lai Châu',
  state: 'UBND tỉnh Lai Châu',
  party: 'Đảng bộ tỉnh Lai Châu',
};

/** Headings of a file of units. */
export const COLUMN_NAMES: Record<UnitColumn, string> = {
  code: 'Mã đơn vị',
  name: 'Tên đơn vị',
  kind: 'Loại',
  parentCode: 'Mã đơn vị cấp trên',
  linkCode: 'Mã địa bàn',
};

/** In the order they are offered; `create` starts at the unit above. */
export const CHANGE_NAMES = {
  them: 'Thêm đơn vị bên dưới',
  'doi-ten': 'Đổi tên',
  chuyen: 'Chuyển đơn vị cấp trên',
  'dia-ban': 'Đổi địa bàn',
  'sap-nhap': 'Nhập đơn vị khác vào đây',
  tach: 'Chia tách',
  dong: 'Thôi hoạt động',
} as const;
