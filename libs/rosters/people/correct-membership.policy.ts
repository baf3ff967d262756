import { isCalendarDay } from '#libs/identity';

/** Days in `[from, to)`. */
export interface Span {
  from: string;
  to: string | null;
}

export interface CorrectionFacts {
  today: string;
  /** What is recorded now. */
  now: Span;
  /** Of the birth only the year is asked: it is what the page shows, and refusals must not give the day away. */
  birthYear: number | null;
  /** When the unit stood, without neighbours that touch. */
  standing: Span[];
  /** The same person's other places in the same capacity. */
  others: Span[];
}

type Problems = Partial<Record<'from' | 'to', string>>;

/** Why a place cannot have been held on the days said, beside the day that is wrong; empty when it can. */
export function correctionProblems(asked: Span, facts: CorrectionFacts): Problems {
  const from = firstDayProblem(asked.from, facts);
  const to = lastDayProblem(asked, facts);
  if (from || to) return { ...(from && { from }), ...(to && { to }) };
  if (asked.from === facts.now.from && asked.to === facts.now.to) return { from: 'membership.unchanged' };
  return overlapProblem(asked, facts);
}

function firstDayProblem(from: string, { today, birthYear, standing }: CorrectionFacts): string | null {
  if (!isCalendarDay(from)) return 'membership.no-such-day';
  if (from > today) return 'membership.day-to-come';
  if (birthYear !== null && Number(from.slice(0, 4)) < birthYear) return 'membership.before-birth';
  return standing.some((span) => holds(span, from)) ? null : 'membership.unit-not-there';
}

function lastDayProblem({ from, to }: Span, { today, now, standing }: CorrectionFacts): string | null {
  if (to !== null && !isCalendarDay(to)) return 'membership.no-such-day';
  if (to !== null && isCalendarDay(from) && to <= from) return 'membership.dates';
  // That they leave on a day to come is recorded elsewhere; what is recorded already may stay.
  if (to !== null && to > today && to !== now.to) return 'membership.day-to-come';
  const unit = standing.find((span) => holds(span, from));
  if (!unit || !endsBefore(unit.to, to)) return null;
  // Listed before the unit's end was planned, or after: that it ends on a day to come is no fault of this place.
  return to === now.to && unit.to! > today ? null : 'membership.unit-ended';
}

/** Two places at once in one capacity count nowhere twice, but would have to be left twice. What overlaps already may stay. */
function overlapProblem(asked: Span, { now, others }: CorrectionFacts): Problems {
  const before: Span = { from: asked.from, to: endsBefore(asked.to, now.from) ? asked.to : now.from };
  if (others.some((other) => meet(before, other))) return { from: 'membership.overlaps' };
  if (now.to === null) return {};
  const after: Span = { from: asked.from > now.to ? asked.from : now.to, to: asked.to };
  return others.some((other) => meet(after, other)) ? { to: 'membership.overlaps' } : {};
}

const holds = ({ from, to }: Span, day: string): boolean => from <= day && (to === null || day < to);

/** Whether the first end comes before the second; no end comes last. */
const endsBefore = (a: string | null, b: string | null): boolean => a !== null && (b === null || a < b);

/** A span that ends before it begins has no day, and meets nothing. */
const meet = (a: Span, b: Span): boolean => {
  const from = a.from > b.from ? a.from : b.from;
  const to = endsBefore(a.to, b.to) ? a.to : b.to;
  return to === null || from < to;
};
