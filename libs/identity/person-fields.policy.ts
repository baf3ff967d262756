import { clean, isDay, legacyFontOf } from '#libs/platform';
import { birthInDigits } from './birth-in-digits.policy.js';

/** A field's value, or the code of what is wrong with it. */
export type FieldRead<T> = { value: T } | { code: string };

const EARLIEST_YEAR = 1900;

/** Names written in capitals are given their usual form; nothing else is changed. */
export function readName(text: string): FieldRead<string> {
  const name = clean(text);
  if (!name) return { code: 'row.name-missing' };
  if (legacyFontOf(name)) return { code: 'row.legacy-font' };
  if (name.length > 100 || /[\p{N}@;<>{}=+*|\\/#$%^&_~[\]!?]/u.test(name) || !/\p{L}/u.test(name))
    return { code: 'row.name-invalid' };
  return { value: name === name.toLocaleUpperCase('vi') ? capitalise(name) : name };
}

const capitalise = (name: string): string =>
  name
    .toLocaleLowerCase('vi')
    .replace(/(^|[\s'’-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toLocaleUpperCase('vi'));

export interface Birth {
  birthYear: number;
  /** Null when only the year is known. */
  birthDate: string | null;
}

/**
 * "02/09/1972", "2-9-1972", "1972-09-02", "2-Sep-1972", "ngày 2 tháng 9 năm 1972", "1972", "SN 1972"; day and month 00
 * stand for "not known".
 */
export function readBirth(text: string, today: string): FieldRead<Birth> {
  const plain = birthInDigits(text);
  const year = plain.match(/^(\d{4})$/) ?? plain.match(/^(?:00[/.-]00|0?\d|1[0-2])[/.-](\d{4})$/);
  if (year) return withinLife({ birthYear: Number(year[1]), birthDate: null }, today);
  const vietnamese = plain.match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/);
  const iso = plain.match(/^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/);
  const [y, m, d] = vietnamese ? [vietnamese[3], vietnamese[2], vietnamese[1]] : iso ? iso.slice(1) : [];
  if (!y) return { code: notADay(plain) };
  const birthDate = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  if (!isCalendarDay(birthDate)) return { code: 'row.birth-no-such-day' };
  return withinLife({ birthYear: Number(y), birthDate }, today);
}

function notADay(text: string): string {
  if (/^(?:\d{1,2}[/.-]\d{1,2}[/.-])?\d{2}$/.test(text)) return 'row.birth-short-year';
  if (ABOUT.test(text)) return 'row.birth-about';
  // Days as spreadsheets count them, in a column that was not told that it holds days; from which year on, nobody knows.
  return /^[1-4]\d{4}$/.test(text) ? 'row.birth-serial' : 'row.birth-invalid';
}

/** A guess; people are told apart by their year of birth, so it is not taken for one. */
const ABOUT = /\d{4}.*(?:khoảng|chừng|ước|[?~])|(?:khoảng|chừng|ước|~).*\d{4}/iu;

/** False for month 13 too, where the platform's check cannot tell. */
export const isCalendarDay = (day: string): boolean => !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && isDay(day);

function withinLife(birth: Birth, today: string): FieldRead<Birth> {
  if ((birth.birthDate ?? String(birth.birthYear)) > today) return { code: 'row.birth-future' };
  return birth.birthYear < EARLIEST_YEAR ? { code: 'row.birth-too-early' } : { value: birth };
}

/**
 * Số định danh cá nhân: three digits of the place of registration, one of century and sex, two of the birth year, six
 * running. A spreadsheet that took it for a number ate the leading zero.
 */
export function readPersonalNumber(text: string): FieldRead<string> {
  const digits = clean(text).replace(/[\s.'-]/g, '');
  if (/^\d[,.]?\d*E\+?\d+$/i.test(clean(text).replace(/\s/g, ''))) return { code: 'row.number-scientific' };
  if (/^\d{9}$/.test(digits)) return { code: 'row.number-old-card' };
  const number = /^\d{11}$/.test(digits) ? `0${digits}` : digits;
  return /^0\d{11}$/.test(number) ? { value: number } : { code: 'row.number-invalid' };
}

/** The birth year that a personal number speaks of. */
export function birthYearOfNumber(number: string): number {
  return 1900 + Math.floor(Number(number[3]) / 2) * 100 + Number(number.slice(4, 6));
}
