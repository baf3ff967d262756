import { fold } from '#libs/platform';

/** What a roster file can say about a person. `middleName` and `givenName` together stand for `fullName`. */
export type RosterColumn =
  | 'fullName'
  | 'middleName'
  | 'givenName'
  | 'birth'
  | 'phone'
  | 'personalNumber'
  | 'unitCode'
  | 'unitName'
  | 'position'
  | 'isHead';

/** Headings as units write them, folded: tones, case, punctuation and what stands in brackets make no difference. */
const HEADINGS: Record<RosterColumn, string[]> = {
  fullName: [
    'ho va ten',
    'ho ten',
    'ho va ten khai sinh',
    'ho ten khai sinh',
    'ten can bo',
    'ho va ten dang vien',
    'ho chu dem va ten',
    'ho chu dem va ten khai sinh',
  ],
  middleName: ['ho dem', 'ho va dem', 'ho va ten dem', 'ho va chu dem', 'ho lot', 'ho'],
  givenName: ['ten'],
  birth: [
    'ngay sinh',
    'nam sinh',
    'ngay sinh nam sinh',
    'ngay nam sinh',
    'ngay thang nam sinh',
    'ngay thang sinh',
    'sinh ngay',
    'sinh nam',
  ],
  phone: [
    'so dien thoai',
    'dien thoai',
    'sdt',
    'so dt',
    'dt',
    'di dong',
    'dien thoai di dong',
    'so dien thoai di dong',
    'so di dong',
    'so dien thoai lien he',
    'dien thoai lien he',
    'sdt lien he',
    'so dt lien he',
  ],
  personalNumber: [
    'so dinh danh',
    'so dinh danh ca nhan',
    'ma dinh danh',
    'cccd',
    'so cccd',
    'can cuoc',
    'so can cuoc',
    'so the can cuoc',
    'so can cuoc cong dan',
    'can cuoc cong dan',
    'cccd so dinh danh',
    'so dinh danh cccd',
    'so cccd so dinh danh',
    'so dinh danh so cccd',
    'so cccd dinh danh',
    'so dinh danh ca nhan cccd',
    'so cccd so dinh danh ca nhan',
    'so cmnd cccd',
    'so cccd cmnd',
    'cmnd cccd',
    'cccd cmnd',
  ],
  unitCode: ['ma don vi', 'ma dv', 'ma co quan', 'ma thon ban'],
  unitName: [
    'don vi',
    'ten don vi',
    'co quan',
    'don vi cong tac',
    'thon ban',
    'ban',
    'thon',
    'to dan pho',
    'chi bo',
    'thon ban to dan pho',
    'ten thon ban',
    'ban thon',
  ],
  position: ['chuc vu', 'chuc danh', 'chuc vu chuc danh', 'vi tri', 'vi tri viec lam'],
  isHead: ['nguoi dung dau', 'la nguoi dung dau', 'dung dau', 'thu truong'],
};

const BY_HEADING = new Map(
  Object.entries(HEADINGS).flatMap(([column, names]) => names.map((name) => [name, column as RosterColumn])),
);

/** Running numbers, notes: known to be of no use to us, so nobody is told that they were left out. */
const UNREMARKABLE = new Set([
  '',
  'stt',
  'so tt',
  'so thu tu',
  'tt',
  'ghi chu',
  'gioi tinh',
  'nam nu',
  'dan toc',
  'ton giao',
  'ky nhan',
  'ky ten',
  'chu ky',
  // Of the file of refused rows, which comes back mended.
  'dong trong tep da nhap',
  'ly do chua nhan',
]);

/** What a unit said its headings mean, by the bare heading; '' for "not needed". Of files without headings `#1`, `#2`, … */
export type ColumnMap = Record<string, RosterColumn | ''>;

export function columnOf(heading: string, remembered: ColumnMap = {}): RosterColumn | null {
  const key = bare(heading);
  if (Object.hasOwn(remembered, key)) return remembered[key] || null;
  return BY_HEADING.get(key) ?? null;
}

export const isRemarkable = (heading: string, remembered: ColumnMap = {}): boolean =>
  !UNREMARKABLE.has(bare(heading)) && !Object.hasOwn(remembered, bare(heading));

export const ROSTER_COLUMNS = Object.keys(HEADINGS) as RosterColumn[];

/** What a heading is remembered by. */
export const bare = (heading: string): string => fold(heading.replace(/\([^)]*\)?/g, ' '));
