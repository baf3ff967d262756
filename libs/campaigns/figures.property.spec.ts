import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnitOfWork, canonicalJson, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import type { CountsByUnit } from './figure-counts.js';
import type { FigureCounts, FigureRow } from './figures-document.js';
import { Figures } from './figures.service.js';
import { figuresHash } from './freeze-snapshot.service.js';
import { RequirementStates } from './requirement-states.service.js';
import { arbitraryMoment, arbitraryWorld } from './test/arbitrary-world.js';
import { happen, laterEvents } from './test/later-events.js';
import { adjustmentRow, completionRow, flagRow, loadFacts } from './test/load-facts.js';
import { loadWorld } from './test/load-world.js';
import { campaignId, insert, moduleId, personId, unitId } from './test/rows.js';
import { naiveFigures } from './test/naive-figures.js';
import { LAST_DAY, NOW, UNITS, dayOf, instant, type World } from './test/world.js';
import { TodayQuery } from './today-query.service.js';
import { TruthQuery } from './truth-query.service.js';

const RUNS = Number(process.env.FIGURES_RUNS ?? 60);

class Undo extends Error {}

describe('figures on generated worlds', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule] });
    context.clock.set(instant(NOW));
  });
  afterAll(() => context.close());

  /** Every world has the database to itself: whatever a run writes is rolled back. */
  async function inWorld(world: World, look: (tx: Tx) => Promise<void>): Promise<void> {
    const run = context.get(UnitOfWork).run(async (tx) => {
      await loadWorld(tx, world);
      await look(tx);
      throw new Undo();
    });
    await run.catch((error) => {
      if (!(error instanceof Undo)) throw error;
    });
  }

  /** Of all units at once, which reads everybody, or of a single one, which picks its people out. */
  const truth = async (tx: Tx, world: World, d: number, k: number, only?: number) =>
    plain(
      world,
      await context.get(TruthQuery).counts(campaignId, units(world, only), { day: dayOf(d), knownAt: instant(k) }, tx),
    );

  it('count what figures.md says, on any day as known at any time', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, fc.array(arbitraryMoment, { minLength: 3, maxLength: 3 }), (world, moments) =>
        inWorld(world, async (tx) => {
          await loadFacts(tx, world);
          for (const { d, k } of moments) {
            const naive = naiveFigures(world, d, k);
            expect(await truth(tx, world, d, k)).toEqual(sorted(naive));
            expect(await truth(tx, world, d, k, d % UNITS)).toEqual(sorted(naive, d % UNITS));
          }
        }),
      ),
      { numRuns: RUNS },
    );
  });

  it('are the same today from the kept states, whether kept one by one or rebuilt', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, fc.boolean(), (world, oneByOne) =>
        inWorld(world, async (tx) => {
          if (oneByOne) await record(tx, world);
          else await loadFacts(tx, world).then(() => context.get(RequirementStates).rebuild(undefined, tx));
          const today = plain(world, await context.get(TodayQuery).counts(campaignId, units(world), tx));
          expect(today).toEqual(await truth(tx, world, LAST_DAY, NOW));
          const naive = naiveFigures(world, LAST_DAY, NOW);
          expect(today).toEqual(sorted(naive));
          for (const only of [1, 4]) {
            const one = await context.get(TodayQuery).counts(campaignId, units(world, only), tx);
            expect(plain(world, one)).toEqual(sorted(naive, only));
          }
        }),
      ),
      { numRuns: RUNS },
    );
  });

  it('recompute to the same hash whatever becomes known afterwards', async () => {
    const hashes = async (tx: Tx, d: number, k: number, roots = [0, 3, 5]) => {
      const moment = { day: dayOf(d), knownAt: instant(k) };
      const result: string[] = [];
      for (const root of roots) {
        result.push(
          figuresHash(canonicalJson(await context.get(Figures).document(campaignId, unitId(root), moment, tx))),
        );
      }
      return result;
    };
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, arbitraryMoment, laterEvents, (world, { d, k }, events) =>
        inWorld(world, async (tx) => {
          await loadFacts(tx, world);
          const frozen = await hashes(tx, d, k);
          const atNow = await hashes(tx, d, NOW, [0]);
          await happen(tx, events);
          expect(await hashes(tx, d, k)).toEqual(frozen);
          expect(await hashes(tx, d, NOW, [0])).toEqual(atNow);
        }),
      ),
      { numRuns: RUNS },
    );
  });

  it('split the roster into states, and never count more people than stand below', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, arbitraryMoment, (world, { d, k }) =>
        inWorld(world, async (tx) => {
          await loadFacts(tx, world);
          for (const root of [0, 3, 5]) {
            const moment = { day: dayOf(d), knownAt: instant(k) };
            const { rows } = await context.get(Figures).document(campaignId, unitId(root), moment, tx);
            for (const row of rows) assertWhole(row, rows);
          }
        }),
      ),
      { numRuns: RUNS },
    );
  });

  /** As learning does: each completion tells its listeners, each adjustment too. */
  async function record(tx: Tx, world: World): Promise<void> {
    const states = context.get(RequirementStates);
    const order = world.completions
      .map((_, i) => i)
      .sort((a, b) => world.completions[a].recordedAt - world.completions[b].recordedAt);
    for (const i of order) {
      await insert(tx, 'completion', [completionRow(world.completions[i], i)]);
      await states.onCompletion(tx, heard(world, i));
    }
    for (const [i, adjustment] of world.adjustments.entries()) {
      await insert(tx, 'adjustment', [adjustmentRow(adjustment, i)]);
      await states.onAdjustment(tx, heard(world, adjustment.completion));
    }
    await insert(tx, 'completion_flag', world.flags.map(flagRow));
  }
});

const heard = (world: World, index: number) =>
  ({
    personId: personId(world.completions[index].person),
    moduleId: moduleId(world.completions[index].module),
  }) as Parameters<RequirementStates['onCompletion']>[1];

function assertWhole(row: FigureRow, rows: FigureRow[]): void {
  expect(row.notStarted + row.inProgress + row.completed).toBe(row.onRoster);
  for (const part of [row.group, row.lateSync, row.timeUnknown, row.flagged])
    expect(part).toBeLessThanOrEqual(row.completed);
  const mine = rows.filter(({ unitId: id, line }) => id === row.unitId && line !== 'all');
  if (row.line === 'all') {
    expect(row.onRoster).toBeLessThanOrEqual(sum(mine));
    for (const { onRoster } of mine) expect(row.onRoster).toBeGreaterThanOrEqual(onRoster);
  }
  const children = rows.filter(({ parentId, line }) => parentId === row.unitId && line === row.line);
  for (const child of children) expect(child.onRoster).toBeLessThanOrEqual(row.onRoster);
  expect(row.faultyBelow).toBeGreaterThanOrEqual(
    children.reduce((most, child) => Math.max(most, child.faultyBelow + (child.rate.state === 'faulty' ? 1 : 0)), 0),
  );
}

const sum = (rows: FigureRow[]) => rows.reduce((total, { onRoster }) => total + onRoster, 0);

const units = (world: World, only?: number) =>
  only === undefined ? world.units.map((_, i) => unitId(i)) : [unitId(only)];

function plain(world: World, counts: CountsByUnit): Record<string, FigureCounts> {
  const found = new Map<string, FigureCounts>();
  for (const i of world.units.keys()) {
    for (const [line, own] of counts.get(unitId(i)) ?? []) found.set(`${i} ${line}`, own);
  }
  return sorted(found);
}

const sorted = (map: Map<string, FigureCounts>, only?: number) =>
  Object.fromEntries(
    [...map].filter(([key]) => only === undefined || key.startsWith(`${only} `)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
