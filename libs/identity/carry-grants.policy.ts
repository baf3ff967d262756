interface Days {
  from: string;
  to: string | null;
}

/**
 * When a role that was given for a unit is to hold for the one that takes over: what is left of its time from the day of
 * the change on. Never before today, for nobody was allowed then what nobody could do; null when nothing is left.
 */
export function carriedPeriod(grant: Days, on: string, today: string): Days | null {
  const from = [grant.from, on, today].reduce((a, b) => (a > b ? a : b));
  return grant.to !== null && grant.to <= from ? null : { from, to: grant.to };
}
