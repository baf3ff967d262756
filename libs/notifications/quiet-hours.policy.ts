import { localDay, startOfLocalDay } from '#libs/platform';

/** Local hours: nobody is reminded of anything before the first or from the second on. */
export const WAKING = { from: 8, until: 20 };
const HOUR = 3_600_000;

/** The first moment from `at` on at which a phone may ring for a reminder. */
export function politeMoment(at: Date): Date {
  const midnight = startOfLocalDay(localDay(at)).getTime();
  const hour = (at.getTime() - midnight) / HOUR;
  if (hour < WAKING.from) return new Date(midnight + WAKING.from * HOUR);
  return hour < WAKING.until ? at : new Date(midnight + (24 + WAKING.from) * HOUR);
}
