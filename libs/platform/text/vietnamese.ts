/**
 * Folds a Vietnamese text for search: lower case, no tones, no đ, one space between words. Because tones are dropped,
 * old and new tone placement (hoà/hòa, uỷ/ủy) fold to the same text.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** NFC, no control characters, single spaces: what every typed text goes through. */
export function clean(text: string): string {
  return withoutUnseen(text.normalize('NFC'))
    .replace(/[ \t\u00a0]+/g, ' ')
    .trim();
}

/** Without control characters and marks of no width; the joiner stays where it makes one picture of several (👨‍👩‍👧). */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, '');
}

const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u200c\ufeff]|(?<!\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}]|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

const collator = new Intl.Collator('vi', { sensitivity: 'variant', numeric: true });

/** Orders people as Vietnamese lists do: by given name, then the rest of the name. */
export function byGivenName(a: string, b: string): number {
  return collator.compare(givenFirst(a), givenFirst(b));
}

export function compareVietnamese(a: string, b: string): number {
  return collator.compare(a, b);
}

function givenFirst(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words.at(-1), ...words.slice(0, -1)].join(' ');
}

/** 1234567 is "1.234.567"; decimals take a comma. */
export function formatNumber(value: number, decimals = 0): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${value < 0 ? '-' : ''}${grouped}${fraction ? `,${fraction}` : ''}`;
}

/** "ngày 05 tháng 02 năm 2026": zero before days 1 to 9 and before months 1 and 2 only (Hướng dẫn 36-HD/VPTW). */
export function formatLongDate(day: string): string {
  const [y, m, d] = day.split('-').map(Number);
  return `ngày ${String(d).padStart(2, '0')} tháng ${m <= 2 ? `0${m}` : m} năm ${y}`;
}

/** "05/02/2026", "27/5/2026": as cited in documents. */
export function formatShortDate(day: string): string {
  const [y, m, d] = day.split('-').map(Number);
  return `${String(d).padStart(2, '0')}/${m <= 2 ? `0${m}` : m}/${y}`;
}

/** "14:05 ngày 05/02/2026" in Asia/Ho_Chi_Minh. */
export function formatMoment(at: Date): string {
  const local = new Date(at.getTime() + 7 * 3600_000).toISOString();
  return `${local.slice(11, 16)} ngày ${formatShortDate(local.slice(0, 10))}`;
}

/** "1,2 MB", "340 KB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${formatNumber(bytes / 1024)} KB`;
  return `${formatNumber(bytes / 1024 / 1024, 1)} MB`;
}
