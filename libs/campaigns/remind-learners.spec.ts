import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Consents, OwnConsents, REMINDER_CONSENT, Restriction, RightsModule } from '#libs/identity';
import { Completions } from '#libs/learning';
import { Messages } from '#libs/notifications';
import { addDays, startOfLocalDay } from '#libs/platform';
import { RostersModule } from '#libs/rosters';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import { RemindLearners } from './remind-learners.service.js';
import { actorOf, inTx, makeCampaign, makeCourse, makePerson, makeUnits, type TestCourse } from './test/fixtures.js';

const ENDS = '2026-12-31';
const METHOD = { ...REMINDER_CONSENT, method: 'own-page' };
let next = 912_000_000;

/** Somebody on the roster of the village, with a confirmed phone and an account. */
describe('reminders of what is unfinished', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let course: TestCourse;
  let campaignId: string;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule, RostersModule, RightsModule] });
    units = await makeUnits(context);
    course = await makeCourse(context, 'A', 1);
    campaignId = await makeCampaign(context, 'a', course, ['citizen']);
  });
  afterAll(() => context.close());

  async function learner(more: { yes?: boolean; birthYear?: number; capacity?: string; unitId?: string | null } = {}) {
    const { yes = true, birthYear = 1968, capacity = 'citizen', unitId = units.village } = more;
    const phone = `+84${(next += 1)}`;
    const places = unitId ? [{ unitId, capacity }] : [];
    const personId = await makePerson(context, places, { phone, phoneVerified: true, birthYear });
    await context.db.query(
      `INSERT INTO account (id, person_id, login_index, password_hash) VALUES (gen_random_uuid(), $1, $2, 'none')`,
      [personId, phone],
    );
    if (yes) await inTx(context, (tx) => context.get(Consents).give(tx, personId, METHOD));
    return { personId, phone };
  }
  const complete = (personId: string) =>
    inTx(context, (tx) =>
      context.get(Completions).record(tx, {
        personId,
        moduleId: course.modules[0].id,
        moduleVersionId: course.modules[0].versionId,
        source: 'self',
      }),
    );
  /** At ten in the morning of the day so many days before the end. */
  async function runBefore(days: number): Promise<void> {
    context.clock.set(new Date(startOfLocalDay(addDays(ENDS, -days)).getTime() + 10 * 3_600_000));
    await context.get(RemindLearners).run();
  }
  const textsTo = async (phone: string) =>
    (await context.get(Messages).inSink(500)).filter(({ to }) => to === phone).map(({ text }) => text);

  it('come two weeks and three days before the end, once each, to those who said yes', async () => {
    const [willing, silent] = [await learner(), await learner({ yes: false })];
    await runBefore(15);
    expect(await textsTo(willing.phone)).toEqual([]);
    await runBefore(14);
    await runBefore(13);
    const [text, ...more] = await textsTo(willing.phone);
    expect(more).toEqual([]);
    expect(text).toMatch(/^Hoc Vu So: ban con bai chua hoc xong, han 31\/12\/2026\. .*\/nhac\/[\w-]{16}$/);
    for (const days of [3, 2, 0]) await runBefore(days);
    expect(await textsTo(willing.phone)).toHaveLength(2);
    expect(await textsTo(silent.phone)).toEqual([]);
  });

  it('come to nobody who has finished, also under another record, is a child, restricted, or asked for nothing', async () => {
    const done = await learner();
    await complete(done.personId);
    const merged = await learner({ unitId: null });
    const listed = await makePerson(context, [{ unitId: units.village, capacity: 'citizen' }]);
    await context.db.query(
      'INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES (gen_random_uuid(), $1, $2)',
      [merged.personId, listed],
    );
    await complete(listed);
    const child = await learner({ birthYear: 2012 });
    const official = await learner({ capacity: 'official', unitId: units.department });
    const restricted = await learner();
    await inTx(context, (tx) => context.get(Restriction).begin(tx, restricted.personId));
    await runBefore(10);
    for (const { phone } of [done, merged, child, official, restricted]) expect(await textsTo(phone)).toEqual([]);
  });

  it('reach an account whose place on the roster is another record’s', async () => {
    const account = await learner({ unitId: null });
    const listed = await makePerson(context, [{ unitId: units.village, capacity: 'citizen' }]);
    await context.db.query(
      'INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES (gen_random_uuid(), $1, $2)',
      [account.personId, listed],
    );
    await runBefore(10);
    expect(await textsTo(account.phone)).toHaveLength(1);
  });

  it('follow the day of a target of a unit above', async () => {
    context.clock.set(new Date(startOfLocalDay('2026-11-28').getTime() + 10 * 3_600_000));
    const here = await learner();
    const elsewhere = await learner({ unitId: units.otherCommune });
    await context.db.query(
      `INSERT INTO target (id, campaign_id, unit_id, capacity, denominator, goal_percent, due_on, recorded_at)
       VALUES (gen_random_uuid(), $1, $2, 'all', 'roster', 80, '2026-12-01', $3)`,
      [campaignId, units.commune, context.clock.now()],
    );
    await context.get(RemindLearners).run();
    expect((await textsTo(here.phone))[0]).toContain('han 01/12/2026');
    expect(await textsTo(elsewhere.phone)).toEqual([]);
  });

  it('end with the link in them, for good, and what waits is taken back', async () => {
    const { personId, phone } = await learner();
    context.clock.set(new Date(startOfLocalDay('2026-12-20').getTime() + 22 * 3_600_000));
    await context.get(RemindLearners).run();
    const [, token] = (await textsTo(phone))[0].match(/\/nhac\/([\w-]+)$/)!;
    expect(await context.get(OwnConsents).withdrawByLink(token)).toBe('reminders');
    expect(await textsTo(phone)).toEqual([]);
    expect(await context.get(Consents).has(personId, 'reminders')).toBe(false);
    const [{ method }] = await context.db.query(
      `SELECT method FROM consent WHERE person_id = $1 AND action = 'withdrawn'`,
      [personId],
    );
    expect(method).toBe('reminder-link');
    expect(await context.get(OwnConsents).withdrawByLink(token)).toBe('reminders');
    const [{ times }] = await context.db.query(
      `SELECT count(*)::int AS times FROM consent WHERE person_id = $1 AND action = 'withdrawn'`,
      [personId],
    );
    expect(times).toBe(1);
    await runBefore(2);
    expect(await textsTo(phone)).toEqual([]);
    await context.get(OwnConsents).give(actorOf(personId, 'learner', []), 'reminders');
    await runBefore(1);
    expect(await textsTo(phone)).toHaveLength(1);
  });
});
