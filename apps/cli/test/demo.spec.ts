import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { RequirementStates } from '#libs/campaigns';
import { ImportCourse } from '#libs/catalogue';
import { IssueCertificate } from '#libs/credentials';
import { IdentityModule } from '#libs/identity';
import { ImportUnits } from '#libs/organisation';
import { createTestContext, type TestContext } from '#libs/testing';
import { DEMO_ACCOUNTS } from '../src/demo/demo-accounts.js';
import { loadDemoPeople } from '../src/demo/load-demo-people.js';
import { seedDemo } from '../src/demo/seed-demo.js';
import { withServices } from '../src/seed.command.js';

jest.setTimeout(400_000);

/** The program as it is killed when it first calls that service. */
function dyingAt(app: INestApplicationContext, service: unknown): INestApplicationContext {
  const killed = () => Promise.reject(new Error('killed'));
  const get = (type: never, options: never) =>
    type === service ? new Proxy({}, { get: () => killed }) : app.get(type, options);
  return new Proxy(app, { get: (target, name) => (name === 'get' ? get : Reflect.get(target, name)) });
}

describe('demo people', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] }, { realClock: true });
    await withServices(context.config, async (app) => {
      const units = app.get(ImportUnits, { strict: false });
      await units.territory('seed/units');
      await units.bodies('seed/units');
      await units.demoVillages();
      for (const folder of readdirSync('seed/courses'))
        await app.get(ImportCourse, { strict: false }).fromFolder(`seed/courses/${folder}`);
      // Killed while the people are written, early and at the very end: the next start goes on from there.
      for (const service of [IssueCertificate, RequirementStates]) {
        await expect(seedDemo(dyingAt(app, service))).rejects.toThrow('killed');
        expect(await counts()).toEqual({ campaigns: 1, people: DEMO_ACCOUNTS.length });
      }
      await seedDemo(app);
      expect(await counts()).toEqual({ campaigns: 1, people: DEMO_ACCOUNTS.length + 300 });
    });
  });
  const counts = async () => {
    const [row] = await context.db.query(
      `SELECT (SELECT count(*)::int FROM campaign) AS campaigns, (SELECT count(*)::int FROM person) AS people`,
    );
    return row;
  };
  afterAll(() => context.close());

  it('are there whole after starts that were killed, and only once', async () => {
    const whole = await counts();
    await withServices(context.config, seedDemo);
    expect(await counts()).toEqual(whole);
  });

  it('are counted as their histories say, also when the loading of more was killed', async () => {
    await withServices(context.config, async (app) => {
      const [{ campaignId }] = await context.db.query('SELECT id AS "campaignId" FROM campaign');
      const killed = () => {
        throw new Error('killed');
      };
      const more = { campaignId, count: 40, batch: 20, offset: 300, passwordHash: '', onBatch: killed };
      await expect(loadDemoPeople(app, more)).rejects.toThrow('killed');
      const states = () => context.db.query('SELECT * FROM requirement_state ORDER BY campaign_id, person_id');
      const kept = await states();
      expect(kept.length).toBeGreaterThan(100);
      await app.get(RequirementStates, { strict: false }).rebuild();
      expect(await states()).toEqual(kept);
    });
  });

  it('have agreed to what the sign-up form asks, each of them', async () => {
    const [{ people, agreed }] = await context.db.query(
      `SELECT count(*)::int AS people, count(*) FILTER (WHERE EXISTS (SELECT FROM consent c WHERE c.person_id = a.person_id
         AND c.purpose = 'learning' AND c.action = 'given' AND c.method = 'sign-up-form' AND c.at < now()))::int AS agreed
       FROM account a`,
    );
    expect(people).toBeGreaterThan(300);
    expect(agreed).toBe(people);
  });
});
