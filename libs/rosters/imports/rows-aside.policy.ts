import { clean, fold } from '#libs/platform';
import type { Cells } from './roster-file.parser.js';

/** Who signs, and what is said of the whole list. Folded. */
const BELOW_THE_PEOPLE =
  /^(tong (cong|so)|danh sach (nay )?(co|gom)|(nguoi|can bo) (lap|tong hop|thuc hien)|ky ten|ky (va )?ghi ro|xac nhan|noi nhan|thu truong|chu tich|bi thu|pho chu tich|tm |kt |thay mat)\b/;
/** The line above the signatures: "Bình Lư, ngày 05 tháng 11 năm 2026", "KT. CHỦ TỊCH". */
const ABOVE_SIGNATURES = /\bngay \S{0,12} ?thang \S{0,12} ?nam\b|^(tm|kt|tl|tuq) /;
/** With its tones: Tống is a family, Công a name. */
const SUM = /^tổng (cộng|số)(?!\p{L})/iu;
/** A household, above its people. */
const HOUSEHOLD = /^hộ (ông|bà|gia đình|số)(?=[\s:.]|$)/iu;
const SHORT_SUM = /^cộng\s*([:(].*)?$/iu;
/** How groups of people are counted; people are counted in digits. */
const GROUP_NUMBER = /^([IVXLC]+|[A-H])[.)]?$/;
const NUMBERED_GROUP = /^(?:[IVXLC]+|[A-H])(?:\s*[.)/:]\s*|\s+[-–]\s+)(?=\p{L})/u;
const UNIT_WORD =
  /^(bản|thôn|tổ dân phố|tdp|khu phố|xã|phường|chi bộ|phòng|trường|trạm|trung tâm|đội|văn phòng) (?=\p{L}|\d)/iu;
const COUNT = /^\d{1,4}$/;

export const isBelowThePeople = (name: string): boolean =>
  BELOW_THE_PEOPLE.test(`${fold(name)} `) || SHORT_SUM.test(clean(name)) || HOUSEHOLD.test(clean(name));

/** A unit or another group that the rows below belong to. */
export interface GroupRow {
  name: string;
  /** Nobody is called so; else it may be a person of whom nothing but the name is known. */
  sure: boolean;
  isUnit: boolean;
}

/** What a row with nothing but a text may be the heading of. */
export function groupIn(cells: Cells): GroupRow | null {
  const { fullName, ...rest } = cells;
  if (!fullName || Object.keys(rest).length > 0) return null;
  const name = fullName.replace(NUMBERED_GROUP, '').replace(/\s*[:(].*$/su, '');
  const isUnit = UNIT_WORD.test(name);
  return { name, isUnit, sure: isUnit || NUMBERED_GROUP.test(fullName) };
}

/** The one text of a row that sums up others or heads a group of them; null for a row that is neither. */
export const textAlone = (texts: string[], unread: string[]): string | null => sumIn(texts) ?? groupOf(texts, unread);

/** "Tổng cộng: 20 người", with its numbers under whatever columns. */
function sumIn(texts: string[]): string | null {
  const [word] = texts.filter(isWord);
  if (!word) return null;
  const short = SHORT_SUM.test(word) && texts.every((text) => text === word || COUNT.test(text));
  return SUM.test(word) || short ? word : null;
}

/** "II" and "Bản Nà Hum", or both in one cell, perhaps with how many they are; nothing else. */
function groupOf(texts: string[], unread: string[]): string | null {
  const number = unread.find((text) => GROUP_NUMBER.test(text));
  const words = texts.filter((text) => text !== number && !COUNT.test(text));
  if (words.length !== 1) return null;
  const [word] = words;
  const counted = texts.some((text) => COUNT.test(text));
  if (!UNIT_WORD.test(word) && (counted || (!number && !NUMBERED_GROUP.test(word)))) return null;
  return number ? `${number.replace(/[.)]$/, '')}. ${word}` : word;
}

const isWord = (text: string): boolean => /\p{L}/u.test(text);

/** Something that could tell who it is, beside a name. */
export const saysWho = ({ birth, phone, personalNumber }: Cells): boolean =>
  [birth, phone, personalNumber].some((cell) => cell && /\d/.test(cell) && !/\p{L}/u.test(cell));

/** Whether it is who signs, or the line above them. */
export function signs({ fullName, middleName, givenName }: Cells, texts: string[]): boolean {
  const name = [fullName, middleName, givenName].filter(Boolean).join(' ');
  return name
    ? !HOUSEHOLD.test(clean(name)) && isBelowThePeople(name)
    : texts.some((text) => ABOVE_SIGNATURES.test(`${fold(text)} `));
}
