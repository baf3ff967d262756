import { isCalendarDay } from '#libs/identity';
import { addDays } from '#libs/platform';

/** A year typed wrongly would keep somebody on a roster for a lifetime. */
const DAYS_AHEAD = 366;

/** Why a place cannot end, or go on elsewhere, on that day; null when it can. `wrong`: what is said of no day, or one before it began. */
export function dayProblem<Wrong extends string>(
  on: string,
  place: { from: string; to: string | null },
  today: string,
  wrong: Wrong,
): Wrong | 'membership.day-far' | 'membership.ended' | null {
  if (!isCalendarDay(on) || on < place.from) return wrong;
  // Who comes later than that may be taken off again.
  const last = addDays(today > place.from ? today : place.from, DAYS_AHEAD);
  if (on > last) return 'membership.day-far';
  return place.to !== null && place.to <= on ? 'membership.ended' : null;
}
