import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ImportCourse } from '#libs/catalogue';
import { IdentityModule } from '#libs/identity';
import { ImportUnits } from '#libs/organisation';
import { createTestContext, type TestContext } from '#libs/testing';
import { seedDemo } from '../src/demo/seed-demo.js';
import { withServices } from '../src/seed.command.js';

jest.setTimeout(120_000);

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
      await seedDemo(app);
    });
  });
  afterAll(() => context.close());

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
