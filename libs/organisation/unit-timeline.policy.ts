import { conflict, notFound } from '#libs/platform';

/** What is known now of a unit's name and place in `[from, to)`. */
export interface Period {
  from: string;
  to: string | null;
  name: string;
  parentId: string | null;
  position: number;
}

/** Periods of one unit in the order of their days, without overlap. */
export type Timeline = Period[];

/** Sets one thing from the day on, until the timeline changes that very thing again or ends. */
export function replaceFrom<K extends 'name' | 'parentId' | 'position'>(
  timeline: Timeline,
  on: string,
  key: K,
  value: Period[K],
): Timeline {
  const at = indexOn(timeline, on);
  const before = timeline[at][key];
  const next: Timeline = [];
  let holds = true;
  timeline.forEach((period, index) => {
    if (index > at) holds &&= period[key] === before && timeline[index - 1].to === period.from;
    if (index < at || !holds) next.push(period);
    else if (index > at || period.from === on) next.push({ ...period, [key]: value });
    else next.push({ ...period, to: on }, { ...period, from: on, [key]: value });
  });
  return joined(next);
}

/** Corrects the period around a day. */
export function replace(timeline: Timeline, day: string, change: Partial<Pick<Period, 'name' | 'parentId'>>): Timeline {
  const at = indexOn(timeline, day);
  return joined(timeline.map((period, index) => (index === at ? { ...period, ...change } : period)));
}

/** What began around the day began on another one; the period before gives way or holds longer. */
export function moveStart(timeline: Timeline, day: string, from: string): Timeline {
  const at = indexOn(timeline, day);
  const before = timeline[at - 1];
  const { to } = timeline[at];
  if (!before || before.to !== timeline[at].from) throw conflict('unit.first-day');
  if (from <= before.from || (to !== null && from >= to)) throw conflict('unit.day-past-neighbour');
  return timeline.map((period, index) => {
    if (index === at - 1) return { ...period, to: from };
    return index === at ? { ...period, from } : period;
  });
}

function indexOn(timeline: Timeline, day: string): number {
  const at = timeline.findIndex(({ from, to }) => from <= day && (to === null || to > day));
  if (at < 0) throw notFound('unit.unknown');
  return at;
}

/** Neighbours that say the same are one period. */
function joined(timeline: Timeline): Timeline {
  return timeline.reduce<Timeline>((done, period) => {
    const last = done.at(-1);
    if (!last || last.to !== period.from || !samePlace(last, period)) return [...done, period];
    return [...done.slice(0, -1), { ...last, to: period.to }];
  }, []);
}

export const samePlace = (a: Period, b: Period): boolean =>
  a.name === b.name && a.parentId === b.parentId && a.position === b.position;

export const samePeriod = (a: Period, b: Period): boolean => a.from === b.from && a.to === b.to && samePlace(a, b);
