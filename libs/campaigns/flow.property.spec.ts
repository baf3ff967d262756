import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import { FlowQuery, type FlowByUnit, type FlowCounts } from './flow-query.service.js';
import { arbitraryMoment, arbitraryWorld } from './test/arbitrary-world.js';
import { inWorld, sorted } from './test/in-world.js';
import { loadFacts } from './test/load-facts.js';
import { naiveFlow } from './test/naive-flow.js';
import { campaignId, unitId } from './test/rows.js';
import { LAST_DAY, NOW, dayOf, instant, type World } from './test/world.js';

const RUNS = Number(process.env.FIGURES_RUNS ?? 60);
const day = fc.nat(LAST_DAY);

describe('flow on generated worlds', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule] });
    context.clock.set(instant(NOW));
  });
  afterAll(() => context.close());

  const flow = async (tx: Tx, world: World, from: number, to: number, k: number) => {
    const period = { from: dayOf(from), to: dayOf(to), knownAt: instant(k) };
    const ids = world.units.map((_, i) => unitId(i));
    return plain(world, await context.get(FlowQuery).counts(campaignId, ids, period, tx));
  };

  it('credits what figures.md says, to the place of the day it was done', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, day, day, arbitraryMoment, (world, a, b, { k }) =>
        inWorld(context, world, async (tx) => {
          await loadFacts(tx, world);
          const [from, to] = a < b ? [a, b] : [b, a];
          expect(await flow(tx, world, from, to, k)).toEqual(sorted(naiveFlow(world, from, to, k)));
        }),
      ),
      { numRuns: RUNS },
    );
  });

  it('adds up: the completions of a period are those of its days', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, arbitraryMoment, (world, { k }) =>
        inWorld(context, world, async (tx) => {
          await loadFacts(tx, world);
          const whole = await flow(tx, world, 0, LAST_DAY, k);
          const days: Record<string, FlowCounts>[] = [];
          for (let d = 0; d <= LAST_DAY; d += 1) days.push(await flow(tx, world, d, d, k));
          for (const [key, { completions, people, finished }] of Object.entries(whole)) {
            const parts = days.map((one) => one[key]).filter((one) => one !== undefined);
            expect(parts.reduce((sum, one) => sum + one.completions, 0)).toBe(completions);
            expect(parts.reduce((sum, one) => sum + one.people, 0)).toBeGreaterThanOrEqual(people);
            expect(parts.reduce((sum, one) => sum + one.finished, 0)).toBeGreaterThanOrEqual(finished);
          }
        }),
      ),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });
});

function plain(world: World, counts: FlowByUnit): Record<string, FlowCounts> {
  const found = new Map<string, FlowCounts>();
  for (const i of world.units.keys())
    for (const [line, own] of counts.get(unitId(i)) ?? []) found.set(`${i} ${line}`, own);
  return sorted(found);
}
