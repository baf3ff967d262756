import type { Merger } from '#libs/organisation';

interface Place {
  unitId: string;
  from: string;
  to: string | null;
}

/** More than any chain of mergers there is; a circle would not end. */
const STEPS = 20;

/**
 * A place in a unit that becomes part of another, or is split, goes on where its people go from that day, as it does for
 * those who were listed when that was recorded: else whoever comes after that would be nowhere from the day on.
 */
export function followed<P extends Place>(place: P, mergers: Map<string, Merger>): P[] {
  const pieces: P[] = [];
  let rest = place;
  for (let step = 0; step < STEPS; step += 1) {
    const merger = mergers.get(rest.unitId);
    if (!merger || (rest.to !== null && rest.to <= merger.on)) break;
    if (rest.from < merger.on) pieces.push({ ...rest, to: merger.on });
    rest = { ...rest, unitId: merger.intoId, from: rest.from > merger.on ? rest.from : merger.on };
  }
  return [...pieces, rest];
}
