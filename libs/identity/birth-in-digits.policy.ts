import { clean } from '#libs/platform';

/** What people put before a birth: "SN 1980", "sinh năm: 1980", "ngày sinh 05/03/1980". */
const BEFORE = /^(?:sinh(?: năm| ngày)?|năm(?: sinh)?|ngày sinh|s\.?n|n\.?s)[ .:]+(?=\S)/i;
const IN_WORDS = /^(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})$/i;

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
/** As spreadsheets shorten it, in English ("Mar") and in Vietnamese ("Thg3"). */
const MONTH = String.raw`(?<month>thg ?\d{1,2}|[a-z]{3,9})`;
const DAY = String.raw`(?<day>\d{1,2})`;
const YEAR = String.raw`(?<year>\d{4}|\d{2})`;
const SIGN = '[ ./,-]+';
const NAMED = [
  `(?:${DAY}${SIGN})?${MONTH}${SIGN}${YEAR}`,
  `${MONTH}${SIGN}${DAY}${SIGN}${YEAR}`,
  String.raw`(?<year>\d{4})${SIGN}${MONTH}${SIGN}${DAY}`,
].map((form) => new RegExp(`^${form}$`, 'i'));

/** "5-Mar-1980" as 5/3/1980, "SN 1980" as 1980. What is not understood stays as it is. */
export const birthInDigits = (text: string): string =>
  named(
    clean(text)
      .replace(/^'/, '')
      .replace(/[T ]\d{1,2}:\d{2}.*$/, '')
      .replace(BEFORE, '')
      .replace(IN_WORDS, '$1/$2/$3'),
  ).replace(/ ?([/.-]) ?/g, '$1');

function named(text: string): string {
  for (const form of NAMED) {
    const { day, month, year } = form.exec(text)?.groups ?? {};
    const number = month && monthOf(month.toLowerCase());
    if (number) return [day, number, year].filter(Boolean).join('/');
  }
  return text;
}

const monthOf = (word: string): string | null => {
  if (word.startsWith('thg')) return word.slice(3).trim();
  const place = MONTHS.findIndex((name) => name.startsWith(word));
  return place < 0 ? null : String(place + 1);
};
