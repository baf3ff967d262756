import { isDay, startOfLocalDay } from '#libs/platform';

/** What a `datetime-local` field sends, in the time of Viet Nam; null when it is no moment. */
export function parseLocalMoment(text: string): Date | null {
  const [, day, hours, minutes] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2})?$/.exec(text.trim()) ?? [];
  if (!day || !isDay(day) || Number(hours) > 23 || Number(minutes) > 59) return null;
  return new Date(startOfLocalDay(day).getTime() + (Number(hours) * 60 + Number(minutes)) * 60_000);
}

/** The same moment as such a field shows it. */
export function localMoment(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);
}
