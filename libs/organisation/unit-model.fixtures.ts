/** A naive model of one tree: for every unit its name and parent on every day, written out, and a copy of it all per moment. */
export const DAYS = 24;

interface Place {
  name: string;
  parent: number | null;
}

export type Calendar = (Place | null)[];
export type World = Calendar[];

/** What the model says an event does, or the code with which it must be refused. */
export type Outcome = { world: World } | { code: string };

export type TreeEvent =
  | { kind: 'rename'; unit: number; day: number; name: string }
  | { kind: 'move'; unit: number; day: number; parent: number }
  | { kind: 'close'; unit: number; day: number }
  | { kind: 'merge'; unit: number; into: number; day: number }
  | { kind: 'correct'; unit: number; day: number; name: string }
  | { kind: 'shift'; unit: number; day: number; to: number }
  | { kind: 'split'; unit: number; day: number; into: number; children: number[]; ends: boolean };

export function happen(world: World, event: TreeEvent): Outcome {
  const { unit, day } = event;
  if (event.kind === 'merge') return merge(world, unit, event.into, day);
  if (event.kind === 'split') return split(world, event);
  if (!world[unit][day]) return { code: 'unit.unknown' };
  if (event.kind === 'shift') return shift(world, unit, day, event.to);
  if (event.kind === 'rename') return { world: from(world, unit, day, 'name', event.name) };
  if (event.kind === 'correct') return { world: correct(world, unit, day, event.name) };
  if (event.kind === 'close') return close(world, unit, day);
  return checked(from(world, unit, day, 'parent', event.parent), unit);
}

/** Until the first day on which the same thing is different already, or the unit is gone. */
function from<K extends keyof Place>(world: World, unit: number, day: number, key: K, value: Place[K]): World {
  const calendar = world[unit];
  let end = day;
  while (end < DAYS && calendar[end] && calendar[end]![key] === calendar[day]![key]) end += 1;
  return edit(world, unit, (place, at) => (place && at >= day && at < end ? { ...place, [key]: value } : place));
}

/** The days around it on which nothing changes. */
function correct(world: World, unit: number, day: number, name: string): World {
  const calendar = world[unit];
  const same = (at: number) => JSON.stringify(calendar[at]) === JSON.stringify(calendar[day]);
  let [first, end] = [day, day];
  while (first > 0 && same(first - 1)) first -= 1;
  while (end < DAYS && same(end)) end += 1;
  return edit(world, unit, (place, at) => (place && at >= first && at < end ? { ...place, name } : place));
}

/** The days around it on which nothing changes began on another day. */
function shift(world: World, unit: number, day: number, to: number): Outcome {
  const calendar = world[unit];
  const same = (a: number, b: number) => JSON.stringify(calendar[a]) === JSON.stringify(calendar[b]);
  let [first, end] = [day, day];
  while (first > 0 && same(first - 1, day)) first -= 1;
  while (end < DAYS && same(end, day)) end += 1;
  if (first === 0 || !calendar[first - 1]) return { code: 'unit.first-day' };
  let before = first - 1;
  while (before > 0 && same(before - 1, first - 1)) before -= 1;
  if (to <= before || (end < DAYS && to >= end)) return { code: 'unit.day-past-neighbour' };
  const [earlier, later] = [calendar[first - 1], calendar[day]];
  const moved = edit(world, unit, (place, at) => (at < before || at >= end ? place : at < to ? earlier : later));
  return checked(moved, unit);
}

function split(world: World, { unit, into, day, children, ends }: TreeEvent & { kind: 'split' }): Outcome {
  if (unit === into) return { code: 'unit.merge-into-itself' };
  let current: World = world;
  for (const child of children) {
    const start = current[child].findIndex((at, n) => n >= day && at?.parent === unit);
    if (start < 0) return { code: 'unit.not-a-child' };
    const moved = checked(from(current, child, start, 'parent', into), child);
    if ('code' in moved) return moved;
    current = moved.world;
  }
  return ends ? merge(current, unit, into, day) : { world: current };
}

function close(world: World, unit: number, day: number): Outcome {
  const hasChildren = world.some((calendar) => calendar.some((place, at) => at >= day && place?.parent === unit));
  if (hasChildren) return { code: 'unit.has-children' };
  const ended = edit(world, unit, (place, at) => (at >= day ? null : place));
  return ended[unit].some((place) => place) ? { world: ended } : { code: 'unit.ends-first-day' };
}

function merge(world: World, unit: number, into: number, day: number): Outcome {
  if (unit === into) return { code: 'unit.merge-into-itself' };
  const place = world[unit][day];
  if (!place) return { code: 'unit.unknown' };
  let current: World = world;
  for (let child = 0; child < world.length; child += 1) {
    const start = current[child].findIndex((at, n) => n >= day && at?.parent === unit);
    if (start < 0) continue;
    const parent = child === into ? place.parent : into;
    if (parent === null) return { code: 'unit.merge-root' };
    const moved = checked(from(current, child, start, 'parent', parent), child);
    if ('code' in moved) return moved;
    current = moved.world;
  }
  return close(current, unit, day);
}

/** Whether every parent is there on each day, and nobody stands above themselves. */
function checked(world: World, unit: number): Outcome {
  for (let day = 0; day < DAYS; day += 1) {
    const place = world[unit][day];
    if (place?.parent == null) continue;
    if (!world[place.parent][day]) return { code: 'unit.parent-not-there' };
    if (path(world, place.parent, day).includes(unit)) return { code: 'unit.cycle' };
  }
  return { world };
}

export function path(world: World, unit: number, day: number): number[] {
  const seen: number[] = [];
  for (let at: number | null = unit; at !== null && !seen.includes(at); at = world[at][day]?.parent ?? null)
    seen.push(at);
  return seen;
}

/** The unit and everybody with it among their ancestors. */
export function subtree(world: World, root: number, day: number): number[] {
  return world.flatMap((calendar, unit) =>
    unit === root || (calendar[day] && path(world, unit, day).includes(root)) ? [unit] : [],
  );
}

const edit = (world: World, unit: number, change: (place: Place | null, day: number) => Place | null): World =>
  world.map((calendar, index) => (index === unit ? calendar.map(change) : calendar));
