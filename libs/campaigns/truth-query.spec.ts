import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import type { FigureCounts } from './figures-document.js';
import { RequirementStates } from './requirement-states.service.js';
import { loadFacts } from './test/load-facts.js';
import { loadWorld } from './test/load-world.js';
import { campaignId, unitId } from './test/rows.js';
import { LAST_DAY, NOW, dayOf, instant, type Capacity, type Completion, type World } from './test/world.js';
import { TodayQuery } from './today-query.service.js';
import { TruthQuery } from './truth-query.service.js';

const ALWAYS = { recordedAt: -60, supersededAt: null };
const FOR_EVER = { from: -60, to: null, ...ALWAYS };
const ADULT = { identity: [{ at: -60, birth: { date: '1980-05-05' }, verifiedAt: null }] };

/** A province (0) with a commune (1), a department (2) under no link; one course of modules 0 and 1 asked of all. */
const EMPTY: World = {
  campaignEnds: LAST_DAY,
  units: [
    { tree: 'territory', versions: [{ ...FOR_EVER, parent: null, name: 'Tỉnh' }] },
    { tree: 'territory', versions: [{ ...FOR_EVER, parent: 0, name: 'Xã' }] },
    { tree: 'state', versions: [{ ...FOR_EVER, parent: null, name: 'Sở' }] },
  ],
  links: [],
  people: [ADULT, ADULT],
  memberships: [],
  merges: [],
  doubts: [],
  courses: [[0, 1], [2]],
  requirements: [
    { capacity: 'citizen', course: 0, minimum: [0, 0, 0], recordedAt: -48 },
    { capacity: 'official', course: 1, minimum: [0, 0, 0], recordedAt: -48 },
  ],
  starts: [],
  completions: [],
  adjustments: [],
  flags: [],
  targets: [],
};

const member = (person: number, unit: number, capacity: Capacity, change: object = {}) => ({
  person,
  unit,
  capacity,
  source: 'roster' as const,
  ...FOR_EVER,
  ...change,
});
const done = (person: number, module: number, completedAt: number, change: Partial<Completion> = {}): Completion => ({
  person,
  module,
  version: 1,
  completedAt,
  recordedAt: completedAt,
  source: 'self',
  quality: 'server',
  ...change,
});

/** figures.md by examples, today's also from the kept states; the property tests hold the same on generated worlds. */
describe('the truth query', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule] });
    context.clock.set(instant(NOW));
  });
  afterAll(() => context.close());

  /** The same from the kept states. */
  async function today(tx: Tx, world: World, unit: number, line: string) {
    await context.get(RequirementStates).rebuild(campaignId, tx);
    const counts = await context.get(TodayQuery).counts(
      campaignId,
      world.units.map((_, i) => unitId(i)),
      tx,
    );
    return counts.get(unitId(unit))?.get(line);
  }

  async function figures(
    change: Partial<World>,
    d = LAST_DAY,
    k = NOW,
    line = 'all',
    unit = 0,
  ): Promise<Partial<FigureCounts>> {
    const world = { ...EMPTY, ...change };
    const undo = new Error('undo');
    let found: FigureCounts | undefined;
    await context
      .get(UnitOfWork)
      .run(async (tx) => {
        await loadWorld(tx, world);
        await loadFacts(tx, world);
        const moment = { day: dayOf(d), knownAt: instant(k) };
        found = (
          await context.get(TruthQuery).counts(
            campaignId,
            world.units.map((_, i) => unitId(i)),
            moment,
            tx,
          )
        )
          .get(unitId(unit))
          ?.get(line);
        if (d === LAST_DAY && k === NOW) expect(await today(tx, world, unit, line)).toEqual(found);
        throw undo;
      })
      .catch((error) => {
        if (error !== undo) throw error;
      });
    return Object.fromEntries(Object.entries(found ?? {}).filter(([, count]) => count > 0));
  }

  it('counts a completion on the local day it was done, not before midnight of the next', async () => {
    const change = { memberships: [member(0, 1, 'citizen')], completions: [done(0, 0, 10), done(0, 1, 48)] };
    expect(await figures(change, 1)).toEqual({ onRoster: 1, inProgress: 1 });
    expect(await figures(change, 2)).toEqual({ onRoster: 1, completed: 1 });
  });

  it('does not know what was recorded later, though done before', async () => {
    const late = [done(0, 0, 10), done(0, 1, 20, { recordedAt: 100 })];
    const change = { memberships: [member(0, 1, 'citizen')], completions: late };
    expect(await figures(change, 3, 99)).toEqual({ onRoster: 1, inProgress: 1 });
    expect(await figures(change, 3, 100)).toEqual({ onRoster: 1, completed: 1 });
    expect(await figures({ ...change, campaignEnds: 3 }, 3, 100)).toEqual({ onRoster: 1, completed: 1, lateSync: 1 });
    const target = { ...ALWAYS, unit: 0, line: 'all', declared: null, due: 4 };
    expect(await figures({ ...change, campaignEnds: 3, targets: [target] }, 3, 100)).toEqual({
      onRoster: 1,
      completed: 1,
    });
  });

  it('counts a dual role once in each line and once in all, completed only with both', async () => {
    const change = {
      memberships: [member(0, 1, 'citizen'), member(0, 2, 'official')],
      completions: [done(0, 0, 1), done(0, 1, 1)],
    };
    expect(await figures(change, LAST_DAY, NOW, 'citizen', 1)).toEqual({ onRoster: 1, completed: 1 });
    expect(await figures(change, LAST_DAY, NOW, 'all', 1)).toEqual({ onRoster: 1, inProgress: 1 });
    const both = { ...change, completions: [...change.completions, done(0, 2, 1, { source: 'group' as const })] };
    expect(await figures(both, LAST_DAY, NOW, 'all', 1)).toEqual({ onRoster: 1, completed: 1, group: 1 });
    expect(await figures(both, LAST_DAY, NOW, 'citizen', 1)).toEqual({ onRoster: 1, completed: 1 });
  });

  it('counts in a commune the bodies linked to it, and in the province each person once', async () => {
    const change = { memberships: [member(0, 1, 'citizen'), member(0, 2, 'official'), member(1, 2, 'official')] };
    expect(await figures(change, LAST_DAY, NOW, 'all', 1)).toEqual({ onRoster: 1, notStarted: 1 });
    const linked = { ...change, links: [{ unit: 2, territory: 1, ...FOR_EVER }] };
    expect(await figures(linked, LAST_DAY, NOW, 'all', 1)).toEqual({ onRoster: 2, notStarted: 2 });
    expect(await figures(linked, LAST_DAY, NOW, 'all', 0)).toEqual({ onRoster: 2, notStarted: 2 });
    expect(await figures(linked, LAST_DAY, NOW, 'official', 1)).toEqual({ onRoster: 2, notStarted: 2 });
  });

  it('lets the last adjustment decide, on every day, from when it is known', async () => {
    const change = {
      memberships: [member(0, 2, 'official')],
      completions: [done(0, 2, 1)],
      adjustments: [
        { completion: 0, kind: 'void' as const, recordedAt: 50 },
        { completion: 0, kind: 'restore' as const, recordedAt: 60 },
        { completion: 0, kind: 'void' as const, recordedAt: 70 },
      ],
    };
    const at = (k: number) => figures(change, 0, k, 'all', 2);
    expect(await at(49)).toEqual({ onRoster: 1, completed: 1 });
    expect(await at(50)).toEqual({ onRoster: 1, notStarted: 1 });
    expect(await at(60)).toEqual({ onRoster: 1, completed: 1 });
    expect(await at(70)).toEqual({ onRoster: 1, notStarted: 1 });
  });

  it('takes the earliest qualifying completion, in whatever order they arrived', async () => {
    const change = {
      memberships: [member(0, 2, 'official')],
      requirements: [{ capacity: 'official' as const, course: 1, minimum: [0, 0, 2], recordedAt: -48 }],
      completions: [done(0, 2, 1), done(0, 2, 30, { version: 2, recordedAt: 80, quality: 'time_unknown' })],
    };
    expect(await figures(change, 0, NOW, 'all', 2)).toEqual({ onRoster: 1, inProgress: 1 });
    expect(await figures(change, 1, NOW, 'all', 2)).toEqual({ onRoster: 1, completed: 1, timeUnknown: 1 });
    const any = { ...change, requirements: [{ ...change.requirements[0], minimum: [0, 0, 0] }] };
    expect(await figures(any, 1, NOW, 'all', 2)).toEqual({ onRoster: 1, completed: 1 });
  });

  it('counts a citizen from the 18th birthday on', async () => {
    const turns = { identity: [{ at: -60, birth: { date: '2007-03-06' }, verifiedAt: null }] };
    const change = { people: [turns], memberships: [member(0, 1, 'citizen')] };
    expect(await figures(change, 4)).toEqual({ minors: 1 });
    expect(await figures(change, 5)).toEqual({ onRoster: 1, notStarted: 1 });
    const unknown = { identity: [{ at: -60, birth: {}, verifiedAt: null }] };
    expect(await figures({ ...change, people: [unknown] })).toEqual({ pending: 1 });
  });

  it('keeps a self-registered citizen apart until verified and without an open doubt', async () => {
    const verified = { identity: [{ at: -60, birth: { year: 1980 }, verifiedAt: 50 }] };
    const change = { people: [verified, ADULT], memberships: [member(0, 1, 'citizen', { source: 'self' })] };
    expect(await figures(change, 1, 49)).toEqual({ pending: 1 });
    expect(await figures(change, 1, 50)).toEqual({ onRoster: 1, notStarted: 1 });
    const doubts = [{ person: 0, other: 1, recordedAt: 60, supersededAt: 80 }];
    expect(await figures({ ...change, doubts }, 1, 70)).toEqual({ pending: 1 });
    expect(await figures({ ...change, doubts }, 1, 80)).toEqual({ onRoster: 1, notStarted: 1 });
  });

  it('makes one of merged people: their facts, their age and their verification', async () => {
    const nameless = { identity: [] };
    const verified = { identity: [{ at: -60, birth: { year: 1980 }, verifiedAt: 0 }] };
    const change = {
      people: [nameless, verified],
      memberships: [member(0, 1, 'citizen'), member(1, 1, 'citizen', { source: 'self' })],
      completions: [done(0, 0, 1), done(1, 1, 1)],
      merges: [{ from: 1, into: 0, recordedAt: 50, supersededAt: 90 }],
      doubts: [{ person: 1, other: 0, ...ALWAYS, recordedAt: 40 }],
    };
    expect(await figures(change, 1, 39)).toEqual({ onRoster: 1, inProgress: 1, pending: 1 });
    expect(await figures(change, 1, 40)).toEqual({ pending: 2 });
    expect(await figures(change, 1, 50)).toEqual({ onRoster: 1, completed: 1 });
    expect(await figures(change, 1, 90)).toEqual({ pending: 2 });
  });

  it('shows a flag only while it is open and only on what decides', async () => {
    const change = {
      memberships: [member(0, 2, 'official')],
      completions: [done(0, 2, 1), done(0, 2, 30, { version: 2 })],
      flags: [{ completion: 1, ...ALWAYS, recordedAt: 40 }],
    };
    expect(await figures(change, LAST_DAY, NOW, 'all', 2)).toEqual({ onRoster: 1, completed: 1 });
    const flags = [{ completion: 0, recordedAt: 40, supersededAt: 60 }];
    expect(await figures({ ...change, flags }, 5, 50, 'all', 2)).toEqual({ onRoster: 1, completed: 1, flagged: 1 });
    expect(await figures({ ...change, flags }, 5, 60, 'all', 2)).toEqual({ onRoster: 1, completed: 1 });
  });

  it('places people where they were on the day', async () => {
    const change = { memberships: [member(0, 1, 'citizen', { to: 5 }), member(0, 0, 'citizen', { from: 5 })] };
    expect(await figures(change, 4, NOW, 'all', 1)).toEqual({ onRoster: 1, notStarted: 1 });
    expect(await figures(change, LAST_DAY, NOW, 'all', 1)).toEqual({});
    expect(await figures(change, LAST_DAY, NOW, 'all', 0)).toEqual({ onRoster: 1, notStarted: 1 });
  });
});
