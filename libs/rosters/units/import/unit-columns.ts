import type { UnitKind } from '#libs/organisation';
import { fold } from '#libs/platform';
import { bare } from '../../imports/roster-columns.js';

/** What a file of units can say about one. */
export type UnitColumn = 'code' | 'name' | 'kind' | 'parentCode' | 'linkCode';

/** Headings as they are written, folded: tones, case and punctuation make no difference. */
const HEADINGS: Record<UnitColumn, string[]> = {
  code: ['ma don vi', 'ma', 'ma dv', 'ma xa', 'ma don vi hanh chinh'],
  name: ['ten don vi', 'ten', 'don vi', 'ten day du'],
  kind: ['loai', 'loai don vi', 'cap', 'loai hinh'],
  parentCode: ['ma don vi cap tren', 'ma cap tren', 'cap tren', 'ma don vi cha', 'truc thuoc'],
  linkCode: ['ma dia ban', 'dia ban', 'ma xa phuong', 'ma xa', 'thuoc dia ban'],
};

const KINDS: Record<UnitKind, string[]> = {
  province: ['tinh'],
  commune: ['xa'],
  ward: ['phuong'],
  village: ['thon ban to dan pho', 'thon', 'ban', 'to dan pho', 'khu', 'thon ban'],
  township: ['thi tran'],
  district: ['huyen'],
  province_committee: ['uy ban nhan dan tinh', 'ubnd tinh'],
  department: ['so ban nganh', 'so', 'ban', 'nganh', 'co quan'],
  committee: ['uy ban nhan dan xa phuong', 'ubnd xa', 'ubnd phuong', 'uy ban nhan dan xa', 'uy ban nhan dan phuong'],
  office: ['phong don vi truc thuoc', 'phong', 'don vi truc thuoc', 'trung tam', 'truong'],
  province_party: ['dang bo tinh'],
  party_body: ['dang bo cap tren co so'],
  party_committee: ['dang bo xa phuong', 'dang bo xa', 'dang bo phuong', 'dang uy xa', 'dang uy phuong'],
  party_base: ['dang bo co so'],
  party_cell: ['chi bo', 'chi bo co so', 'chi bo truc thuoc'],
};

const ALL = new Set(Object.values(HEADINGS).flat());

/** Tells sheets and separators by what stands above the columns. */
export const isUnitHeading = (cell: string): boolean => ALL.has(bare(cell));

/** The columns of a line of headings, by place; null when it is no such line. A column named twice counts once. */
export function columnsOf(cells: string[]): Map<number, UnitColumn> | null {
  const columns = new Map<number, UnitColumn>();
  cells.forEach((cell, index) => {
    const heading = bare(cell);
    const found = (Object.keys(HEADINGS) as UnitColumn[]).find(
      (column) => HEADINGS[column].includes(heading) && ![...columns.values()].includes(column),
    );
    if (found) columns.set(index, found);
  });
  const known = new Set(columns.values());
  return known.has('code') && known.has('name') ? columns : null;
}

/** A kind of the given ones by its name, as people write it, or by its word in the program. */
export function kindOf(text: string, kinds: readonly UnitKind[]): UnitKind | null {
  const word = fold(text);
  return kinds.find((kind) => kind === text.trim() || KINDS[kind].includes(word)) ?? null;
}
