import type { FigureRow } from '#libs/campaigns';

export interface Ranked {
  name: string;
  tenths: number;
}

export interface Ranking {
  /** From the highest rate to the lowest; equal rates by their place in the document. */
  ranked: Ranked[];
  /** Units left out, by the reason. */
  noTarget: number;
  faulty: number;
  /** Declared fewer than the roster holds: their rate flatters. */
  understated: number;
}

/** Orders units by rate. Only rates that are defined and rest on a sound denominator can be compared. */
export function rankUnits(units: FigureRow[]): Ranking {
  const sound = units.filter(({ rate, rosterRateTenths }) => rate.state === 'rate' && rosterRateTenths === null);
  const ranked = sound.map(({ name, rate }) => ({ name, tenths: rate.state === 'rate' ? rate.tenths : 0 }));
  return {
    ranked: ranked.sort((a, b) => b.tenths - a.tenths),
    noTarget: units.filter(({ rate }) => rate.state === 'no-target').length,
    faulty: units.filter(({ rate }) => rate.state === 'faulty').length,
    understated: units.filter(({ rate, rosterRateTenths }) => rate.state === 'rate' && rosterRateTenths !== null)
      .length,
  };
}

/** Up to this many units are named. */
const LISTED = 6;
const NAMED = 3;

/** The units at one end; when too many share its rate, only how many. */
export type End = { kind: 'named'; units: Ranked[] } | { kind: 'shared'; count: number; tenths: number };

export type Extremes =
  | { kind: 'none' }
  | { kind: 'listed'; all: Ranked[] }
  | { kind: 'equal'; count: number; tenths: number }
  | { kind: 'ends'; count: number; best: End; worst: End };

/** The highest and lowest that can be told truthfully: nobody is left out who is level with somebody named. */
export function extremes(ranked: Ranked[]): Extremes {
  if (ranked.length === 0) return { kind: 'none' };
  const [first, last] = [ranked[0], ranked[ranked.length - 1]];
  if (ranked.length <= LISTED) return { kind: 'listed', all: ranked };
  if (first.tenths === last.tenths) return { kind: 'equal', count: ranked.length, tenths: first.tenths };
  const reversed = [...ranked].reverse();
  const [best, worst] = [leading(ranked), leading(reversed)];
  const meet = best[best.length - 1].tenths === worst[worst.length - 1].tenths;
  return {
    kind: 'ends',
    count: ranked.length,
    best: end(meet ? apart(best) : best),
    worst: end(meet ? apart(worst) : worst),
  };
}

/** The first three with whoever is level with the third. */
function leading(ordered: Ranked[]): Ranked[] {
  const edge = ordered[NAMED - 1].tenths;
  return ordered.filter(({ tenths }, i) => i < NAMED || tenths === edge);
}

/** Without those level with the last, unless all are. */
function apart(group: Ranked[]): Ranked[] {
  const edge = group[group.length - 1].tenths;
  const rest = group.filter(({ tenths }) => tenths !== edge);
  return rest.length > 0 ? rest : group;
}

function end(group: Ranked[]): End {
  if (group.length <= LISTED) return { kind: 'named', units: group };
  const fewer = apart(group);
  if (fewer.length <= LISTED) return { kind: 'named', units: fewer };
  return { kind: 'shared', count: group.length, tenths: group[0].tenths };
}
