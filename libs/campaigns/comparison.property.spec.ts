import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import { CompareMoments } from './compare-moments.service.js';
import type { Step, Totals } from './comparison-steps.js';
import { groundwork, parameters, readMerged, type Moment } from './figure-counts.js';
import { peopleStatesSql } from './sql/people-states.sql.js';
import { arbitraryMoment, arbitraryWorld } from './test/arbitrary-world.js';
import { inWorld } from './test/in-world.js';
import { loadFacts } from './test/load-facts.js';
import { naiveFigures } from './test/naive-figures.js';
import { naiveFlow } from './test/naive-flow.js';
import { stepBetween, type PersonState } from './test/naive-steps.js';
import { campaignId, unitId } from './test/rows.js';
import { NOW, UNITS, dayOf, instant, type World } from './test/world.js';

const RUNS = Number(process.env.FIGURES_RUNS ?? 60);

describe('two moments compared on generated worlds', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule] });
    context.clock.set(instant(NOW));
  });
  afterAll(() => context.close());

  it('lead from the first figures to the second, by way of what became known late', async () => {
    const root = fc.constantFrom(0, 3, 5);
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, arbitraryMoment, arbitraryMoment, root, (world, a, b, unit) =>
        inWorld(context, world, async (tx) => {
          await loadFacts(tx, world);
          const [d1, d2] = [Math.min(a.d, b.d), Math.max(a.d, b.d)];
          const [k1, k2] = [Math.min(a.k, b.k), Math.max(a.k, b.k)];
          const first = { day: dayOf(d1), knownAt: instant(k1) };
          const second = { day: dayOf(d2), knownAt: instant(k2) };
          const { lines } = await context.get(CompareMoments).compare(campaignId, unitId(unit), first, second, tx);
          const flow = d1 === d2 ? null : naiveFlow(world, d1 + 1, d2, k2);
          for (const { line, before, late, since, after, flow: own } of lines) {
            expect(before).toEqual(naive(world, unit, line, d1, k1));
            expect(walk(before, late)).toEqual(naive(world, unit, line, d1, k2));
            expect(walk(walk(before, late), since)).toEqual(naive(world, unit, line, d2, k2));
            expect(after).toEqual(naive(world, unit, line, d2, k2));
            expect(own?.completions ?? 0).toBe(flow?.get(`${unit} ${line}`)?.completions ?? 0);
          }
        }),
      ),
      { numRuns: RUNS },
    );
  });

  it('tell every person’s way from one to the other', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, arbitraryMoment, arbitraryMoment, (world, a, b) =>
        inWorld(context, world, async (tx) => {
          await loadFacts(tx, world);
          const first = { day: dayOf(Math.min(a.d, b.d)), knownAt: instant(Math.min(a.k, b.k)) };
          const second = { day: dayOf(Math.max(a.d, b.d)), knownAt: instant(Math.max(a.k, b.k)) };
          const { lines } = await context.get(CompareMoments).compare(campaignId, unitId(0), first, second, tx);
          const [before, between, after] = [
            await people(tx, first),
            await people(tx, { ...first, knownAt: second.knownAt }),
            await people(tx, second),
          ];
          const { raws, persons } = await readMerged(tx, second.knownAt);
          const survivors = new Map(raws.map((raw, i) => [raw, persons[i]!]));
          for (const { line, late, since } of lines) {
            expect(late).toEqual(stepBetween(before(line), between(line), survivors));
            expect(since).toEqual(stepBetween(between(line), after(line), new Map()));
          }
        }),
      ),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });

  it('find nothing where nothing lies between', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, arbitraryMoment, fc.nat(UNITS - 1), (world, { d, k }, unit) =>
        inWorld(context, world, async (tx) => {
          await loadFacts(tx, world);
          if (!world.units[unit].versions.some((row) => row.from <= d && (row.to === null || row.to > d))) return;
          const moment = { day: dayOf(d), knownAt: instant(k) };
          const found = context.get(CompareMoments).compare(campaignId, unitId(unit), moment, moment, tx);
          const { lines, ...rest } = await found.catch((error) => {
            if (error.code !== 'unit.unknown') throw error;
            return { lines: [], lateCompletions: 0, voided: 0, restored: 0, targets: [] };
          });
          expect(rest).toEqual({ lateCompletions: 0, voided: 0, restored: 0, targets: [] });
          for (const { late, since, flow } of lines)
            expect([...Object.values(late), ...Object.values(since), flow].filter(Boolean)).toEqual([]);
        }),
      ),
      { numRuns: Math.ceil(RUNS / 3) },
    );
  });
});

/** Who is counted in the province at a moment, by line. */
async function people(tx: Tx, moment: Moment): Promise<(line: string) => PersonState[]> {
  const ground = await groundwork(tx, campaignId, [unitId(0)], moment);
  const states: PersonState[] = await tx.query(peopleStatesSql(ground.reach), parameters(ground));
  return (line) => states.filter((state) => state.line === line);
}

function naive(world: World, unit: number, line: string, d: number, k: number): Totals {
  const { onRoster = 0, completed = 0 } = naiveFigures(world, d, k).get(`${unit} ${line}`) ?? {};
  return { onRoster, completed };
}

const walk = ({ onRoster, completed }: Totals, step: Step): Totals => ({
  onRoster: onRoster + step.joined - step.left - step.merged,
  completed:
    completed +
    step.newlyCompleted -
    step.noLongerCompleted +
    step.joinedCompleted -
    step.leftCompleted -
    step.mergedCompleted,
});
