import { addDays } from '#libs/platform';

/** Days that differ from their weekday. */
export type Calendar = ReadonlyMap<string, 'off' | 'work'>;

/** Monday to Friday, unless the calendar says otherwise. */
export function isWorkingDay(day: string, calendar: Calendar): boolean {
  const exception = calendar.get(day);
  if (exception) return exception === 'work';
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/**
 * The last day of a term of `days` that begins on `from`. The first day is not counted (Bộ luật Dân sự 2015, Điều 147);
 * a term that ends on a day off ends on the next working day (Điều 148).
 */
export function termEnd(from: string, days: number, basis: 'working' | 'calendar', calendar: Calendar): string {
  let day = from;
  if (basis === 'calendar') {
    day = addDays(from, days);
    while (!isWorkingDay(day, calendar)) day = addDays(day, 1);
    return day;
  }
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return day;
}

/** Working days after `from` up to and with `to`; negative when `to` has passed. */
export function workingDaysLeft(from: string, to: string, calendar: Calendar): number {
  if (to < from) return -workingDaysLeft(to, from, calendar);
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day, calendar)) count += 1;
  return count;
}
