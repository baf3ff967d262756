import { NEITHER_LINE, type FigureCounts } from '../figures-document.js';
import {
  CAPACITIES,
  dayOf,
  isKnown,
  isValid,
  type Birth,
  type Capacity,
  type Completion,
  type World,
} from './world.js';

/**
 * figures.md once more, in loops over lists: slow, plain, and written without a look at the SQL it is compared with.
 * Keys are `unit line`; units without anybody are absent.
 */
export function naiveFigures(world: World, d: number, k: number): Map<string, FigureCounts> {
  const result = new Map<string, FigureCounts>();
  const lines = CAPACITIES.filter((capacity) => requirementsOf(world, capacity, k).length > 0);
  for (const unit of world.units.keys()) {
    for (const line of ['all', ...lines, ...(lines.includes('citizen') ? [NEITHER_LINE] : [])]) {
      const counts = countLine(world, unit, line, lines, d, k);
      if (counts) result.set(`${unit} ${line}`, counts);
    }
  }
  return result;
}

function countLine(
  world: World,
  unit: number,
  line: string,
  lines: Capacity[],
  d: number,
  k: number,
): FigureCounts | null {
  const neither = line === NEITHER_LINE;
  const capacities = line === 'all' ? lines : [neither ? 'citizen' : (line as Capacity)];
  const seats = world.memberships.filter(
    (row) => isValid(row, d, k) && capacities.includes(row.capacity) && isInside(world, row.unit, unit, d, k),
  );
  const people = new Set(
    seats.map(({ person }) => survivor(world, person, k)).filter((who) => !neither || !isOfOther(world, who, d, k)),
  );
  if (people.size === 0) return null;
  const counts = { onRoster: 0, notStarted: 0, inProgress: 0, completed: 0, pending: 0, minors: 0 };
  const quality = { group: 0, lateSync: 0, timeUnknown: 0, flagged: 0 };
  const deadline = (lineDeadline(world, unit, neither ? 'citizen' : line, k) + 1) * 24;
  for (const person of people) {
    const kinds = seats
      .filter((row) => survivor(world, row.person, k) === person)
      .map((row) => seatKind(world, row, d, k));
    if (!kinds.includes('counted')) {
      counts[kinds.includes('minor') ? 'minors' : 'pending'] += 1;
      continue;
    }
    counts.onRoster += 1;
    const asked = line === 'all' ? heldBy(world, person, lines, d, k) : capacities;
    const deciding = asked.flatMap((capacity) => decidingCompletions(world, person, capacity, d, k));
    if (deciding.every((completion) => completion !== null)) {
      counts.completed += 1;
      if (deciding.some(({ source }) => source === 'group')) quality.group += 1;
      if (deciding.some((c) => c.completedAt < deadline && c.recordedAt >= deadline)) quality.lateSync += 1;
      if (deciding.some((c) => c.quality === 'time_unknown')) quality.timeUnknown += 1;
      if (deciding.some((c) => isFlagged(world, c, k))) quality.flagged += 1;
    } else if (asked.some((capacity) => hasStarted(world, person, capacity, d, k))) counts.inProgress += 1;
    else counts.notStarted += 1;
  }
  return { ...counts, ...quality };
}

const isOfOther = (world: World, person: number, d: number, k: number) =>
  world.memberships.some(
    (row) => row.capacity !== 'citizen' && survivor(world, row.person, k) === person && isValid(row, d, k),
  );

export const requirementsOf = (world: World, capacity: Capacity, k: number) =>
  world.requirements.filter((row) => row.capacity === capacity && row.recordedAt <= k);

export function survivor(world: World, person: number, k: number): number {
  const merge = world.merges.find((row) => row.from === person && isKnown(row, k));
  return merge ? survivor(world, merge.into, k) : person;
}

function parentOf(world: World, unit: number, d: number, k: number): number | null {
  return world.units[unit].versions.find((row) => isValid(row, d, k))?.parent ?? null;
}

function isBelow(world: World, unit: number, top: number, d: number, k: number): boolean {
  for (let at: number | null = unit; at !== null; at = parentOf(world, at, d, k)) {
    if (!world.units[at].versions.some((row) => isValid(row, d, k))) return at !== unit && at === top;
    if (at === top) return true;
  }
  return false;
}

/** Below it in its own tree, or below a body whose nearest link leads to the unit or to something below it. */
export function isInside(world: World, unit: number, top: number, d: number, k: number): boolean {
  if (isBelow(world, unit, top, d, k)) return true;
  for (let at: number | null = unit; at !== null; at = parentOf(world, at, d, k)) {
    const links = world.links.filter((row) => row.unit === at && isValid(row, d, k));
    if (links.length > 0) return links.some(({ territory }) => isBelow(world, territory, top, d, k));
  }
  return false;
}

export function seatKind(
  world: World,
  row: World['memberships'][number],
  d: number,
  k: number,
): 'counted' | 'minor' | 'pending' {
  if (row.capacity !== 'citizen') return 'counted';
  const own = identityAt(world, survivor(world, row.person, k), k);
  const recorded = identityAt(world, row.person, k);
  const adultOn = adultDay(own?.birth) ?? adultDay(recorded?.birth);
  if (adultOn === null) return 'pending';
  if (adultOn > dayOf(d)) return 'minor';
  const verified = [own, recorded].some((version) => version && version.verifiedAt !== null && version.verifiedAt <= k);
  if (row.source === 'self' && !verified) return 'pending';
  const doubtful = world.doubts.some(
    (doubt) =>
      doubt.person === row.person &&
      isKnown(doubt, k) &&
      survivor(world, doubt.person, k) !== survivor(world, doubt.other, k),
  );
  return doubtful ? 'pending' : 'counted';
}

/** The first thing ever written of a person counts as known from the beginning. */
function identityAt(world: World, person: number, k: number) {
  const versions = world.people[person].identity;
  return versions.findLast((version, i) => i === 0 || version.at <= k);
}

function adultDay(birth: Birth | undefined): string | null {
  if (birth?.date) return `${Number(birth.date.slice(0, 4)) + 18}${birth.date.slice(4)}`;
  return birth?.year ? `${birth.year + 18}-12-31` : null;
}

export function heldBy(world: World, person: number, lines: Capacity[], d: number, k: number): Capacity[] {
  return lines.filter((capacity) =>
    world.memberships.some(
      (row) =>
        row.capacity === capacity &&
        survivor(world, row.person, k) === person &&
        isValid(row, d, k) &&
        seatKind(world, row, d, k) === 'counted',
    ),
  );
}

/** Of every required module the earliest qualifying completion, or null. */
export function decidingCompletions(
  world: World,
  person: number,
  capacity: Capacity,
  d: number,
  k: number,
): (Completion | null)[] {
  const own = knownCompletions(world, person, d, k);
  return requirementsOf(world, capacity, k).flatMap(({ course, minimum }) =>
    world.courses[course].map((module) => {
      const qualifying = own.filter((row) => row.module === module && row.version >= minimum[module]);
      return qualifying.sort((a, b) => a.completedAt - b.completedAt || a.recordedAt - b.recordedAt)[0] ?? null;
    }),
  );
}

/** In the order they stand in the world, which is the order of their ids. */
function knownCompletions(world: World, person: number, d: number, k: number): Completion[] {
  return world.completions.filter(
    (row, index) =>
      survivor(world, row.person, k) === person &&
      row.recordedAt <= k &&
      row.completedAt < (d + 1) * 24 &&
      lastAdjustment(world, index, k) !== 'void',
  );
}

function lastAdjustment(world: World, completion: number, k: number) {
  const all = world.adjustments.filter((row) => row.completion === completion && row.recordedAt <= k);
  return [...all].sort((a, b) => a.recordedAt - b.recordedAt).at(-1)?.kind;
}

const isFlagged = (world: World, completion: Completion, k: number) =>
  world.flags.some((flag) => world.completions[flag.completion] === completion && isKnown(flag, k));

function hasStarted(world: World, person: number, capacity: Capacity, d: number, k: number): boolean {
  const modules = new Set(requirementsOf(world, capacity, k).flatMap(({ course }) => world.courses[course]));
  const started = world.starts.some(
    (row) =>
      survivor(world, row.person, k) === person &&
      modules.has(row.module) &&
      row.startedAt < (d + 1) * 24 &&
      row.recordedAt <= k,
  );
  return started || knownCompletions(world, person, d, k).some(({ module }) => modules.has(module));
}

function lineDeadline(world: World, unit: number, line: string, k: number): number {
  const target = world.targets.find((row) => row.unit === unit && row.line === line && isKnown(row, k));
  return target ? target.due : world.campaignEnds;
}
