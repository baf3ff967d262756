import type { FlowCounts } from '../flow-query.service.js';
import { decidingCompletions, heldBy, isInside, requirementsOf, seatKind, survivor } from './naive-figures.js';
import { CAPACITIES, isValid, type Capacity, type Completion, type World } from './world.js';

interface Tally {
  completions: Set<Completion>;
  people: Set<number>;
  finished: Set<number>;
}

/** The flow of figures.md once more, day by day in loops. Keys are `unit line`; where nothing came about is absent. */
export function naiveFlow(world: World, from: number, to: number, k: number): Map<string, FlowCounts> {
  const tallies = new Map<string, Tally>();
  const lines = CAPACITIES.filter((capacity) => requirementsOf(world, capacity, k).length > 0);
  const people = new Set(world.people.map((_, i) => survivor(world, i, k)));
  for (let day = from; day <= to; day += 1)
    for (const person of people)
      for (const unit of world.units.keys()) tallyDay(world, tallies, { day, person, unit, k, lines });
  return new Map([...tallies].map(([key, tally]) => [key, countsOf(tally)]));
}

interface Where {
  day: number;
  person: number;
  unit: number;
  k: number;
  lines: Capacity[];
}

function tallyDay(world: World, tallies: Map<string, Tally>, { day, person, unit, k, lines }: Where): void {
  const held = lines.filter((capacity) => sits(world, capacity, { day, person, unit, k, lines }));
  if (held.length === 0) return;
  const at = (line: string) => {
    const key = `${unit} ${line}`;
    if (!tallies.has(key)) tallies.set(key, { completions: new Set(), people: new Set(), finished: new Set() });
    return tallies.get(key)!;
  };
  const isToday = (completion: Completion | null) =>
    completion !== null && Math.floor(completion.completedAt / 24) === day;
  for (const capacity of held) {
    const deciding = decidingCompletions(world, person, capacity, day, k);
    for (const completion of deciding.filter(isToday)) {
      for (const line of [capacity, 'all']) {
        at(line).completions.add(completion!);
        at(line).people.add(person);
      }
    }
    if (deciding.every(Boolean) && deciding.some(isToday)) at(capacity).finished.add(person);
  }
  const everything = heldBy(world, person, lines, day, k).flatMap((c) => decidingCompletions(world, person, c, day, k));
  if (everything.every(Boolean) && everything.some(isToday)) at('all').finished.add(person);
}

const sits = (world: World, capacity: Capacity, { day, person, unit, k }: Where): boolean =>
  world.memberships.some(
    (row) =>
      row.capacity === capacity &&
      survivor(world, row.person, k) === person &&
      isValid(row, day, k) &&
      seatKind(world, row, day, k) === 'counted' &&
      isInside(world, row.unit, unit, day, k),
  );

const countsOf = ({ completions, people, finished }: Tally): FlowCounts => ({
  completions: completions.size,
  group: [...completions].filter(({ source }) => source === 'group').length,
  people: people.size,
  finished: finished.size,
});
