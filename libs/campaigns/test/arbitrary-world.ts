import fc from 'fast-check';
import {
  CAPACITIES,
  LAST_DAY,
  MODULES,
  NOW,
  UNITS,
  VERSIONS,
  type Birth,
  type Dated,
  type Known,
  type UnitHistory,
  type World,
} from './world.js';

const PEOPLE = 6;

const hour = fc.oneof(
  fc.integer({ min: 0, max: NOW }),
  fc.integer({ min: 0, max: LAST_DAY }).map((day) => day * 24),
);
const day = fc.integer({ min: 0, max: LAST_DAY + 2 });
const person = fc.nat(PEOPLE - 1);
const unit = fc.nat(UNITS - 1);
const capacity = fc.constantFrom(...CAPACITIES, 'citizen' as const);

const known: fc.Arbitrary<Known> = fc
  .tuple(hour, fc.option(hour, { freq: 3 }))
  .map(([a, b]) => ({ recordedAt: b === null ? a : Math.min(a, b), supersededAt: b === null ? null : Math.max(a, b) }));
const early: fc.Arbitrary<Known> = fc.constant({ recordedAt: -48, supersededAt: null });
const knowledge = fc.oneof({ weight: 3, arbitrary: early }, { weight: 1, arbitrary: known });
const period = fc
  .tuple(fc.oneof(fc.constant(-30), day), fc.option(day, { freq: 1 }))
  .map(([from, to]) => ({ from, to: to === null ? null : to > from ? to : from + 1 }));
const dated = fc.tuple(period, knowledge).map(([a, b]): Dated => ({ ...a, ...b }));

/** Eighteen within the days looked at, long before, long after, or only a year. */
const birth: fc.Arbitrary<Birth> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ date: '1980-05-05' }) },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 11 }).map((d) => ({ date: `2007-03-${String(d).padStart(2, '0')}` })),
  },
  { weight: 1, arbitrary: fc.constant({ date: '2015-01-01' }) },
  { weight: 2, arbitrary: fc.constantFrom({ year: 2006 }, { year: 2007 }) },
  { weight: 2, arbitrary: fc.constant({}) },
);
const someone = fc
  .array(fc.record({ at: hour, birth, verifiedAt: fc.option(fc.oneof(fc.constant(-48), hour)) }), { maxLength: 3 })
  .map((identity) => ({
    identity: identity.sort((a, b) => a.at - b.at).filter(({ at }, i, all) => i === 0 || at > all[i - 1].at),
  }));

/**
 * Units 0 to 2 are territory, 3 and 4 state bodies, 5 and 6 of the Party. A unit only ever stands below one with a
 * lower number of its own tree, so no day has a circle.
 */
const TREES = ['territory', 'territory', 'territory', 'state', 'state', 'party', 'party'] as const;
const lowest = (unit: number) => TREES.indexOf(TREES[unit]);

interface Change {
  on: number;
  at: number;
  parent: number;
  kind: 'move' | 'rename' | 'close';
}
const change: fc.Arbitrary<Change> = fc.record({
  on: day,
  at: hour,
  parent: unit,
  kind: fc.constantFrom('move', 'move', 'rename', 'close'),
});

/** Plays dated changes as organisation does: the open row is superseded by its past and its changed future. */
function history(unit: number, changes: Change[]): UnitHistory {
  const parentOf = (wish: number) => (unit === lowest(unit) ? null : lowest(unit) + (wish % (unit - lowest(unit))));
  const versions: UnitHistory['versions'] = [
    { from: -60, to: null, recordedAt: -60, supersededAt: null, parent: parentOf(0), name: `U${unit}` },
  ];
  for (const { on, at, parent, kind } of [...changes].sort((a, b) => a.at - b.at)) {
    const current = versions.find((row) => row.supersededAt === null && row.to === null);
    if (!current || current.from > on) continue;
    if (kind === 'close' && unit === lowest(unit)) continue;
    current.supersededAt = at;
    if (current.from < on) versions.push({ ...current, to: on, recordedAt: at, supersededAt: null });
    if (kind === 'close') continue;
    const next = kind === 'move' ? { parent: parentOf(parent) } : { name: `U${unit} ${at}` };
    versions.push({ ...current, ...next, from: on, recordedAt: at, supersededAt: null });
  }
  return { tree: TREES[unit], versions };
}

/** At most one row of a key is known at any time, as the unique indexes demand of rows that replace each other. */
function oneAtATime<T extends Known>(rows: T[], key: (row: T) => string): T[] {
  const last = new Map<string, T>();
  return [...rows]
    .sort((a, b) => a.recordedAt - b.recordedAt)
    .filter((row) => {
      const before = last.get(key(row));
      if (before && (before.supersededAt === null || before.supersededAt > row.recordedAt)) return false;
      last.set(key(row), row);
      return true;
    });
}

const completion = fc
  .record({
    person,
    module: fc.nat(MODULES - 1),
    version: fc.integer({ min: 1, max: VERSIONS }),
    completedAt: hour,
    recorded: fc.option(hour),
    source: fc.constantFrom('self' as const, 'self' as const, 'group' as const),
    quality: fc.constantFrom('server' as const, 'server' as const, 'time_unknown' as const),
  })
  .map(({ recorded, ...rest }) => ({ ...rest, recordedAt: Math.max(rest.completedAt, recorded ?? 0) }));

const some = <T>(arbitrary: fc.Arbitrary<T>, maxLength: number, minLength = 0) =>
  fc.array(arbitrary, { minLength, maxLength, size: 'max' });

export const arbitraryWorld: fc.Arbitrary<World> = fc
  .record({
    campaignEnds: day,
    changes: fc.tuple(...TREES.map(() => some(change, 3))),
    links: some(fc.tuple(fc.integer({ min: 3, max: UNITS - 1 }), fc.nat(2), dated), 4),
    people: fc.array(someone, { minLength: PEOPLE, maxLength: PEOPLE }),
    memberships: some(
      fc.record({ person, unit, capacity, source: fc.constantFrom('roster' as const, 'self' as const), dated }),
      16,
      5,
    ),
    merges: some(fc.tuple(person, person, knowledge), 6),
    doubts: some(fc.tuple(person, person, knowledge), 3),
    courses: fc.array(fc.uniqueArray(fc.nat(MODULES - 1), { minLength: 1, maxLength: 2 }), {
      minLength: 2,
      maxLength: 2,
    }),
    requirements: fc.uniqueArray(
      fc.record({
        capacity,
        course: fc.nat(1),
        minimum: fc.array(fc.constantFrom(0, 0, 1, 2), { minLength: MODULES, maxLength: MODULES }),
        recordedAt: fc.oneof({ weight: 3, arbitrary: fc.constant(-48) }, { weight: 1, arbitrary: hour }),
      }),
      { minLength: 1, maxLength: 5, selector: (row) => `${row.capacity} ${row.course}` },
    ),
    starts: fc.uniqueArray(fc.record({ person, module: fc.nat(MODULES - 1), startedAt: hour, delay: fc.nat(30) }), {
      maxLength: 6,
      selector: (row) => `${row.person} ${row.module}`,
    }),
    completions: fc.uniqueArray(completion, {
      minLength: 8,
      maxLength: 30,
      size: 'max',
      selector: (row) => `${row.person} ${row.module} ${row.version}`,
    }),
    adjustments: some(
      fc.record({ completion: fc.nat(29), kind: fc.constantFrom('void', 'restore'), recordedAt: hour }),
      5,
    ),
    flags: some(fc.tuple(fc.nat(29), knowledge), 6),
    targets: some(
      fc.tuple(unit, fc.constantFrom('all', ...CAPACITIES), fc.option(fc.integer({ min: 1, max: 4 })), day, knowledge),
      5,
    ),
  })
  .map((made): World => ({
    ...made,
    units: made.changes.map((changes, unit) => history(unit, changes)),
    links: made.links.map(([unit, territory, row]) => ({ unit, territory, ...row })),
    memberships: made.memberships.map(({ dated: row, ...rest }) => ({ ...rest, ...row })),
    merges: oneAtATime(
      made.merges
        .filter(([a, b]) => a !== b)
        .map(([a, b, row]) => ({ from: Math.max(a, b), into: Math.min(a, b), ...row })),
      ({ from }) => String(from),
    ),
    doubts: made.doubts.map(([a, other, row]) => ({ person: a, other, ...row })),
    starts: made.starts.map(({ delay, ...row }) => ({ ...row, recordedAt: Math.min(NOW, row.startedAt + delay) })),
    adjustments: made.adjustments.filter((row) => row.completion < made.completions.length) as World['adjustments'],
    flags: made.flags
      .filter(([index]) => index < made.completions.length)
      .map(([index, row]) => ({ completion: index, ...row })),
    targets: oneAtATime(
      made.targets.map(([at, line, declared, due, row]) => ({ unit: at, line, declared, due, ...row })),
      ({ unit: at, line }) => `${at} ${line}`,
    ),
  }));

/** D and K. */
export const arbitraryMoment = fc.record({
  d: fc.nat(LAST_DAY),
  k: fc.oneof(hour, fc.integer({ min: NOW - 60, max: NOW })),
});
