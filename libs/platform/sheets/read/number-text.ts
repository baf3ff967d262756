/** Number formats with these ids are dates or times in every language. */
const isBuiltinDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** How a number of a given style reads. */
export type NumberLook = { kind: 'date' } | { kind: 'padded'; digits: number } | { kind: 'plain' };

export const PLAIN: NumberLook = { kind: 'plain' };

/** `code` is null for built-in formats. */
export function lookOf(id: number, code: string | null): NumberLook {
  if (code === null) return isBuiltinDate(id) ? { kind: 'date' } : PLAIN;
  const positive = code.split(';')[0];
  // Texts, single signs kept or spaced, colours, conditions and languages say nothing about the number.
  const signs = positive.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  if (/[dmyhs]/i.test(signs.replace(/general/gi, ''))) return { kind: 'date' };
  // People give phones and personal numbers the format 000000000000, so that the zero in front shows.
  const bare = signs.replace(/[\s.-]/g, '');
  return /^0{2,}$/.test(bare) && !signs.includes('.') ? { kind: 'padded', digits: bare.length } : PLAIN;
}

/** What a number cell says: a day as `2026-09-02` (with `T08:30:00` when it has a time), everything else in digits. */
export function numberText(raw: string, look: NumberLook, from1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (look.kind === 'date' && !isTypedYear(value)) return dateText(value, from1904) ?? digits(value);
  const text = digits(value);
  return look.kind === 'padded' && /^\d+$/.test(text) ? text.padStart(look.digits, '0') : text;
}

/** Who types 1980 into a cell made for days gets the day 1980 of the calendar, in 1905. No list is of days so far back. */
const isTypedYear = (value: number): boolean => Number.isInteger(value) && value >= 1900 && value <= 2100;

/** Never in the scientific form that ate the end of many a phone number. */
const digits = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);

const DAY_MS = 86_400_000;
const LAST_SERIAL = 2_958_465;
/** Excel's calendar has a 29/02/1900, so that days before it are counted from another start. */
const FALSE_LEAP_DAY = 60;

function dateText(value: number, from1904: boolean): string | null {
  if (value < 0 || value >= LAST_SERIAL + 1) return null;
  const seconds = Math.round((value - Math.floor(value)) * 86_400);
  const days = Math.floor(value) + (seconds === 86_400 ? 1 : 0);
  const time = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19);
  // A formula that found nothing gives 0: nobody who counts from 1904 means its first day.
  if (days === 0) return time;
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < FALSE_LEAP_DAY ? 31 : 30);
  const day = new Date(start + days * DAY_MS).toISOString().slice(0, 10);
  return time === '00:00:00' ? day : `${day}T${time}`;
}
