import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Completions } from '#libs/learning';
import { countStatements } from '#libs/platform';
import { RostersModule } from '#libs/rosters';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import type { FiguresDocument } from './figures-document.js';
import { Figures } from './figures.service.js';
import { PublicBoards } from './public-board.service.js';
import { actorOf, inTx, makeCampaign, makeCourse, makePerson, makeUnits, type TestCourse } from './test/fixtures.js';
import { Targets } from './targets.service.js';
import { ViewFigures } from './view-figures.service.js';

describe('the figures of a unit', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let course: TestCourse;
  let campaignId: string;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule, RostersModule] });
    units = await makeUnits(context);
    course = await makeCourse(context, 'A', 1);
    campaignId = await makeCampaign(context, 'a', course, ['official', 'citizen']);
    for (let n = 0; n < 3; n += 1) {
      const personId = await makePerson(context, [
        { unitId: units.village, capacity: 'citizen' },
        ...(n === 0 ? [{ unitId: units.committee, capacity: 'official' }] : []),
      ]);
      if (n < 2) {
        const [module] = course.modules;
        await inTx(context, (tx) =>
          context
            .get(Completions)
            .record(tx, { personId, moduleId: module.id, moduleVersionId: module.versionId, source: 'self' }),
        );
      }
    }
    await makePerson(context, [{ unitId: units.village, capacity: 'citizen', source: 'self' }]);
    await makePerson(context, [{ unitId: units.village, capacity: 'citizen' }], { birthYear: 2015 });
    await target(units.village, 1);
    await target(units.commune, 2);
  });
  afterAll(() => context.close());

  const target = (unitId: string, declaredNumber: number) =>
    inTx(context, (tx) =>
      context.get(Targets).put(
        tx,
        {
          campaignId,
          unitId,
          line: 'all',
          denominator: 'declared',
          declaredNumber,
          definition: 'd',
          sourceDocument: 's',
          sourceDate: '2026-06-30',
          goalPercent: 80,
          dueOn: '2026-12-31',
        },
        null,
      ),
    );
  const table = (unitId: string, more: object = {}) => context.get(Figures).table(campaignId, { unitId, ...more });
  const row = (document: FiguresDocument, unitId: string, line = 'all') =>
    document.rows.find((one) => one.unitId === unitId && one.line === line)!;

  it('hold the unit and its children, each line on its own, people once', async () => {
    const document = await table(units.province);
    expect([...new Set(document.rows.map(({ unitId }) => unitId))]).toEqual([
      units.province,
      units.commune,
      units.otherCommune,
    ]);
    expect(row(document, units.commune)).toMatchObject({
      onRoster: 3,
      completed: 2,
      notStarted: 1,
      pending: 1,
      minors: 1,
    });
    expect(row(document, units.commune, 'official')).toMatchObject({ onRoster: 1, completed: 1, pending: 0 });
    expect(row(document, units.commune, 'citizen')).toMatchObject({ onRoster: 3, completed: 2 });
    expect(row(document, units.otherCommune)).toMatchObject({ onRoster: 0, rate: { state: 'no-target' } });
    expect(document.requirements).toEqual([
      expect.objectContaining({
        capacity: 'official',
        courses: [{ courseVersionId: course.courseVersionId, code: 'A', title: 'Chuyên đề A', modules: 1 }],
      }),
      expect.objectContaining({ capacity: 'citizen' }),
    ]);
  });

  it('carry the number of faulty units upwards, from however deep', async () => {
    const document = await table(units.province);
    expect(row(document, units.province)).toMatchObject({ faultyBelow: 1 });
    expect(row(document, units.commune)).toMatchObject({
      faultyBelow: 1,
      rate: { state: 'rate', tenths: 1000 },
      rosterRateTenths: 667,
      target: { denominator: 'declared', number: 2 },
    });
    expect(row(await table(units.commune), units.village)).toMatchObject({ faultyBelow: 0, rate: { state: 'faulty' } });
  });

  it('are the same today from the kept states as from the facts', async () => {
    for (const unitId of [units.province, units.commune, units.state]) {
      expect(await table(unitId)).toEqual(await table(unitId, { knownAt: context.clock.now() }));
    }
  });

  it('of today take a fixed number of statements', async () => {
    const { statements } = await countStatements(() => table(units.province));
    expect(statements.filter((sql) => !/^(START|COMMIT)/.test(sql))).toHaveLength(10);
  });

  it('are empty before anything was known', async () => {
    const before = await table(units.province, { day: '2026-02-01' });
    expect(row(before, units.province)).toMatchObject({ onRoster: 3, completed: 0, notStarted: 3 });
    await expect(table(units.province, { day: '2025-12-31' })).rejects.toMatchObject({ code: 'unit.unknown' });
    await expect(table(units.province, { day: '2026-02-30' })).rejects.toMatchObject({ code: 'day.invalid' });
  });

  it('are seen within the scope, and never of a day to come', async () => {
    const view = context.get(ViewFigures);
    const manager = actorOf(await makePerson(context), 'unit_manager', [units.commune]);
    expect((await view.table(manager, campaignId, { unitId: units.village })).root.name).toBe('Bản Nà Khằm');
    await expect(view.table(manager, campaignId, { unitId: units.province })).rejects.toMatchObject({
      code: 'scope.outside',
    });
    await expect(view.table(manager, campaignId, { unitId: units.village, day: '2026-11-21' })).rejects.toMatchObject({
      code: 'day.in-future',
    });
    const learner = actorOf(manager.personId, 'learner', []);
    await expect(view.table(learner, campaignId, { unitId: units.village })).rejects.toMatchObject({
      code: 'access.denied',
    });
    expect((await view.path(manager, units.village)).map(({ name }) => name)).toEqual(['Xã Bình Lư', 'Bản Nà Khằm']);
    expect((await view.roots(manager)).map(({ name }) => name)).toEqual(['Xã Bình Lư']);
  });

  it('are not public where few people are', async () => {
    const board = await context.get(PublicBoards).of('a');
    expect(board.campaign.slug).toBe('a');
    expect(board.rows).toEqual([]);
    await expect(context.get(PublicBoards).of('khong-co')).rejects.toMatchObject({ code: 'campaign.unknown' });
  });
});
