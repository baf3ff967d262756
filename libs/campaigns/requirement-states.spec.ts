import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Adjustments, Completions } from '#libs/learning';
import { countStatements, type Tx } from '#libs/platform';
import { RostersModule } from '#libs/rosters';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import { RequirementStates } from './requirement-states.service.js';
import { inTx, makeCampaign, makeCourse, makePerson, type TestCourse } from './test/fixtures.js';

describe('the kept state of a person', () => {
  let context: TestContext;
  let course: TestCourse;
  let campaignId: string;
  let personId: string;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule, RostersModule] });
    course = await makeCourse(context, 'A', 2);
    campaignId = await makeCampaign(context, 'a', course, ['official', 'citizen']);
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    personId = await makePerson(context);
  });

  const complete = (tx: Tx, module: number, source: 'self' | 'group' = 'self') =>
    context.get(Completions).record(tx, {
      personId,
      moduleId: course.modules[module].id,
      moduleVersionId: course.modules[module].versionId,
      source,
    });
  const state = async () => {
    const [row] = await context.db.query(
      'SELECT begun, met, by_group AS "byGroup", time_unknown AS "timeUnknown" FROM requirement_state WHERE campaign_id = $1 AND person_id = $2',
      [campaignId, personId],
    );
    return row;
  };
  const BOTH = ['citizen', 'official'];

  it('moves in the transaction of the completion', async () => {
    await inTx(context, (tx) => complete(tx, 0));
    expect(await state()).toEqual({ begun: BOTH, met: [], byGroup: [], timeUnknown: [] });
    await inTx(context, (tx) => complete(tx, 1, 'group'));
    expect(await state()).toEqual({ begun: BOTH, met: BOTH, byGroup: BOTH, timeUnknown: [] });
  });

  it('is rolled back with it', async () => {
    const failing = inTx(context, async (tx) => {
      await complete(tx, 0);
      throw new Error('later in the use case');
    });
    await expect(failing).rejects.toThrow('later in the use case');
    expect(await state()).toBeUndefined();
  });

  it('misses neither of two modules finished at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      personId = await makePerson(context);
      await Promise.all([0, 1].map((module) => inTx(context, (tx) => complete(tx, module))));
      expect((await state()).met).toEqual(BOTH);
    }
  });

  it('costs a completion two statements', async () => {
    const { statements } = await countStatements(() => inTx(context, (tx) => complete(tx, 0)));
    expect(statements.filter((sql) => /requirement_state/.test(sql))).toHaveLength(2);
  });

  it('knows of a module that was only opened', async () => {
    await context.db.query(
      `INSERT INTO progress (person_id, module_id, module_version_id) VALUES ($1, $2, $3)
       ON CONFLICT (person_id, module_id) DO UPDATE SET current_page = 2`,
      [personId, course.modules[0].id, course.modules[0].versionId],
    );
    expect(await state()).toEqual({ begun: BOTH, met: [], byGroup: [], timeUnknown: [] });
  });

  it('follows an adjustment both ways', async () => {
    const { completion } = await inTx(context, (tx) => complete(tx, 0));
    await inTx(context, (tx) => complete(tx, 1));
    const input = {
      completionId: completion.id,
      reason: 'Làm hộ',
      documentNumber: '05-BB',
      documentDate: '2026-11-01',
      authorId: personId,
    };
    await context.get(Adjustments).void(input);
    expect((await state()).met).toEqual([]);
    await context.get(Adjustments).restore(input);
    expect((await state()).met).toEqual(BOTH);
  });

  it('is read from the facts for a requirement that comes later, and when it is rebuilt', async () => {
    await inTx(context, (tx) => complete(tx, 0));
    await inTx(context, (tx) => complete(tx, 1));
    const later = await makeCampaign(context, `sau-${personId}`, course, ['party_member']);
    const met = (id: string) =>
      context.db.query('SELECT met FROM requirement_state WHERE campaign_id = $1 AND person_id = $2', [id, personId]);
    expect(await met(later)).toEqual([{ met: ['party_member'] }]);
    await context.db.query('DELETE FROM requirement_state');
    await context.get(RequirementStates).rebuild();
    expect(await met(later)).toEqual([{ met: ['party_member'] }]);
    expect((await state()).met).toEqual(BOTH);
  });
});
