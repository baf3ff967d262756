import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeUnit, Units } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import { Campaigns } from './campaigns.service.js';
import { ReadTargets } from './read-targets.service.js';
import { RESERVED_SLUGS } from './slug.policy.js';
import { SINCE, actorOf, inTx, makeCampaign, makeCourse, makePerson, makeUnits } from './test/fixtures.js';
import { Targets, type NewTarget } from './targets.service.js';

describe('targets and campaigns', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let campaignId: string;
  let committee: ReturnType<typeof actorOf>;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule, RostersModule] });
    units = await makeUnits(context);
    campaignId = await makeCampaign(context, 'a', await makeCourse(context, 'A', 1), ['citizen']);
    committee = actorOf(await makePerson(context), 'committee', [units.province]);
  });
  afterAll(() => context.close());

  const roster = (): NewTarget => ({
    campaignId,
    unitId: units.commune,
    line: 'citizen',
    denominator: 'roster',
    goalPercent: 80,
    dueOn: '2026-12-31',
  });
  const declared = (): NewTarget => ({
    ...roster(),
    denominator: 'declared',
    declaredNumber: 3120,
    definition: 'Người từ 18 tuổi biết chữ',
    sourceDocument: 'Báo cáo 112-BC/ĐU',
    sourceDate: '2026-06-30',
  });

  it('supersede the one before and leave it known', async () => {
    const targets = context.get(Targets);
    await targets.set(committee, roster());
    context.clock.advance(3600);
    await targets.set(committee, declared());
    const rows = await context.db.query(
      `SELECT denominator, declared_number AS number, goal_percent AS goal, superseded_at IS NULL AS current FROM target ORDER BY recorded_at`,
    );
    expect(rows).toEqual([
      { denominator: 'roster', number: null, goal: 80, current: false },
      { denominator: 'declared', number: 3120, goal: 80, current: true },
    ]);
    const [entry] = await context.db.query(
      `SELECT actor_id AS by, details FROM audit WHERE action = 'target.set' LIMIT 1`,
    );
    expect(entry).toMatchObject({ by: committee.personId, details: { unitId: units.commune, line: 'citizen' } });
  });

  it('are set by the committee, within its scope', async () => {
    const targets = context.get(Targets);
    await expect(targets.set(committee, { ...roster(), unitId: units.department })).rejects.toMatchObject({
      code: 'scope.outside',
    });
    const manager = actorOf(committee.personId, 'unit_manager', [units.province]);
    await expect(targets.set(manager, roster())).rejects.toMatchObject({ code: 'access.denied' });
  });

  it('of a unit that is no more are still shown where it stood, with what it became', async () => {
    const [read, change] = [context.get(ReadTargets), context.get(ChangeUnit)];
    const old = await inTx(context, (tx) => {
      const unit = { tree: 'territory' as const, code: '03391', kind: 'commune', name: 'Xã Cũ', validFrom: SINCE };
      return context.get(Units).create(tx, { ...unit, parentId: units.province });
    });
    await context.get(Targets).set(committee, { ...declared(), unitId: old });
    const day = context.clock.today();
    await inTx(context, (tx) => change.merge(tx, [old], units.otherCommune, day));
    const desk = await read.desk(committee, campaignId);
    expect(desk.targets.map(({ unitId }) => unitId)).toEqual([units.commune]);
    const successor = { id: units.otherCommune, name: 'Xã Sin Suối Hồ' };
    expect(desk.left).toMatchObject([{ unitId: old, unitName: 'Xã Cũ', unitEndedOn: day, successor }]);
    expect((await read.desk(committee, campaignId, units.commune)).left).toEqual([]);
    expect(await read.history(committee, campaignId, old, 'citizen')).toMatchObject([{ unitName: 'Xã Cũ' }]);
    const elsewhere = actorOf(committee.personId, 'committee', [units.commune]);
    await expect(read.history(elsewhere, campaignId, old, 'citizen')).rejects.toMatchObject({ code: 'scope.outside' });
  });

  it('say of each field what is wrong', async () => {
    const wrong = (change: Partial<NewTarget>) =>
      context
        .get(Targets)
        .set(committee, { ...declared(), ...change })
        .then(
          () => ({}),
          ({ fields }) => fields,
        );
    expect(await wrong({ line: 'x', goalPercent: 101, dueOn: '2026-13-01' })).toEqual({
      line: 'target.line-unknown',
      goalPercent: 'target.goal-invalid',
      dueOn: 'day.invalid',
    });
    expect(await wrong({ goalPercent: 80.55 })).toEqual({ goalPercent: 'target.goal-invalid' });
    expect(await wrong({ goalPercent: 80.5 })).toEqual({});
    expect(await wrong({ declaredNumber: 0, definition: ' ', sourceDocument: '', sourceDate: null })).toEqual({
      declaredNumber: 'target.number-invalid',
      definition: 'target.definition-required',
      sourceDocument: 'target.source-required',
      sourceDate: 'target.source-date-required',
    });
    expect(await wrong({ denominator: 'roster' })).toEqual({ declaredNumber: 'target.number-not-declared' });
  });

  it('stand in campaigns that never change', async () => {
    await expect(context.db.query(`UPDATE campaign SET name = 'Khác'`)).rejects.toThrow(/permission denied/);
    const create = (change: object) =>
      inTx(context, (tx) =>
        context
          .get(Campaigns)
          .create(tx, { slug: 'b', name: 'B', startsOn: '2026-02-01', endsOn: '2026-03-01', ...change }),
      );
    await expect(create({ slug: 'a' })).rejects.toMatchObject({ code: 'campaign.slug-taken' });
    for (const slug of RESERVED_SLUGS)
      await expect(create({ slug })).rejects.toMatchObject({ fields: { slug: 'campaign.slug-reserved' } });
    await expect(create({ slug: 'Đợt 1', name: ' ', endsOn: '2026-01-01' })).rejects.toMatchObject({
      fields: { slug: 'campaign.slug-invalid', name: 'name.required', endsOn: 'campaign.ends-before-start' },
    });
  });

  it('and the running campaign is the current one', async () => {
    await inTx(context, (tx) =>
      context.get(Campaigns).create(tx, { slug: 'sau', name: 'Sau', startsOn: '2027-01-01', endsOn: '2027-03-01' }),
    );
    expect((await context.get(Campaigns).current())?.slug).toBe('a');
  });

  it('may not ask for more modules than figures can tell apart', async () => {
    const course = await makeCourse(context, 'B', 61);
    const require = inTx(context, (tx) =>
      context.get(Campaigns).require(tx, { campaignId, capacity: 'citizen', courseVersionId: course.courseVersionId }),
    );
    await expect(require).rejects.toMatchObject({ code: 'campaign.too-many-modules' });
  });
});
