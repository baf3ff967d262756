import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { Completions } from '#libs/learning';
import { ChangeUnit } from '#libs/organisation';
import { canonicalJson, newId } from '#libs/platform';
import { CorrectMembership, Memberships, RostersModule } from '#libs/rosters';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import { Figures } from './figures.service.js';
import { figuresHash } from './freeze-snapshot.service.js';
import { Snapshots } from './snapshots.service.js';
import { TruthQuery } from './truth-query.service.js';
import { actorOf, inTx, makeCampaign, makeCourse, makePerson, makeUnits, type TestCourse } from './test/fixtures.js';

const DAY = '2026-11-20';

describe('a snapshot', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let course: TestCourse;
  let campaignId: string;
  let maker: Actor;
  let signer: Actor;
  let learner: string;
  let snapshots: Snapshots;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule, RostersModule] });
    snapshots = context.get(Snapshots);
    units = await makeUnits(context);
    course = await makeCourse(context, 'A', 1);
    campaignId = await makeCampaign(context, 'a', course, ['official', 'citizen']);
    maker = actorOf(await makePerson(context), 'committee', [units.province]);
    signer = actorOf(await makePerson(context, [], { fullName: 'Đèo Văn Long' }), 'committee', [units.province]);
    learner = await makePerson(context, [
      { unitId: units.village, capacity: 'citizen' },
      { unitId: units.committee, capacity: 'official' },
    ]);
    await complete(learner);
  });
  afterAll(() => context.close());

  const complete = (personId: string) =>
    inTx(context, (tx) =>
      context.get(Completions).record(tx, {
        personId,
        moduleId: course.modules[0].id,
        moduleVersionId: course.modules[0].versionId,
        source: 'self',
      }),
    );
  const freeze = (change: Partial<Parameters<Snapshots['freeze']>[1]> = {}, actor = maker) =>
    snapshots.freeze(actor, { campaignId, unitId: units.province, day: DAY, title: 'Báo cáo tháng 11', ...change });

  it('keeps the text of the figures and its hash', async () => {
    const view = await snapshots.get(maker, await freeze());
    expect(view).toMatchObject({
      title: 'Báo cáo tháng 11',
      asOfDay: DAY,
      unitName: 'Tỉnh Lai Châu',
      signedAt: null,
      makerName: 'Lò Thị Mai',
    });
    expect(figuresHash(canonicalJson(view.document))).toBe(view.sha256);
    expect(view.document).toMatchObject({ definitionsVersion: '2', asOfDay: DAY, root: { code: '12' } });
    expect(view.document.rows.map(({ code, line, level }) => `${level} ${code} ${line}`)).toEqual([
      '0 12 all',
      '0 12 official',
      '0 12 citizen',
      '1 03390 all',
      '1 03390 official',
      '1 03390 citizen',
      '2 03390-1 all',
      '2 03390-1 official',
      '2 03390-1 citizen',
      '1 03394 all',
      '1 03394 official',
      '1 03394 citizen',
    ]);
    expect(view.document.rows.filter(({ code }) => code === '03390').map(({ completed }) => completed)).toEqual([
      1, 1, 1,
    ]);
    const [audit] = await context.db.query(
      `SELECT actor_id AS by, subject_id AS subject, details FROM audit WHERE action = 'snapshot.create'`,
    );
    expect(audit).toMatchObject({ by: maker.personId, subject: view.id, details: { sha256: view.sha256 } });
  });

  it('gives the same numbers after a transfer, a rename, a late completion and an erasure', async () => {
    const other = await makePerson(context, [{ unitId: units.village, capacity: 'citizen' }], {
      birthDate: '2015-01-01',
    });
    const id = await freeze();
    const before = await snapshots.get(maker, id);
    context.clock.advance(3600);
    await inTx(context, async (tx) => {
      const memberships = context.get(Memberships);
      for (const { id: membership } of await memberships.of(learner, DAY, tx)) {
        await memberships.transfer(tx, membership, { unitId: units.otherCommune, on: '2026-11-01' });
      }
      for (const { id: membership } of await memberships.of(other, DAY, tx)) await memberships.end(tx, membership, DAY);
      await context.get(ChangeUnit).rename(tx, units.commune, { name: 'Xã Mới', on: '2026-07-01' });
      await tx.query('DELETE FROM identity WHERE person_id = ANY($1)', [[learner, other]]);
    });
    await complete(await makePerson(context, [{ unitId: units.village, capacity: 'citizen' }]));
    expect(await snapshots.recompute(maker, id)).toEqual({ same: true, sha256: before.sha256 });
    expect((await snapshots.get(maker, id)).document).toEqual(before.document);
    const now = await snapshots.get(maker, await freeze());
    expect(now.document.rows.find(({ code }) => code === '03390')?.name).toBe('Xã Mới');
    expect(now.sha256).not.toBe(before.sha256);
  });

  it('gives the same numbers after a past place was corrected; figures as known now follow', async () => {
    const personId = await makePerson(context);
    const place = { personId, unitId: units.otherCommune, capacity: 'citizen', source: 'roster' as const };
    const membershipId = await inTx(context, (tx) =>
      context.get(Memberships).add(tx, { ...place, from: '2026-08-01', to: '2026-09-01' }),
    );
    await complete(personId);
    const id = await freeze({ day: '2026-09-10' });
    const { knownAt } = await snapshots.get(maker, id);
    const figures = async (day: string, at: Date) => {
      const moment = { day, knownAt: at };
      const counts = await context.get(TruthQuery).counts(campaignId, [units.otherCommune], moment);
      return counts.get(units.otherCommune)?.get('citizen')?.onRoster ?? 0;
    };
    const days = ['2026-08-15', '2026-09-10', '2026-10-10'];
    const all = (at: Date) => Promise.all(days.map((day) => figures(day, at)));
    const before = await all(knownAt);
    context.clock.advance(3600);
    const manager = actorOf(signer.personId, 'unit_manager', [units.province]);
    const corrected = { days: { from: '2026-09-05', to: '2026-10-01' }, reason: 'Quyết định ghi tháng 9' };
    await context.get(CorrectMembership).correct(manager, membershipId, corrected);
    expect(await all(knownAt)).toEqual(before);
    expect(await all(context.clock.now())).toEqual([before[0] - 1, before[1] + 1, before[2]]);
    expect(await snapshots.recompute(maker, id)).toMatchObject({ same: true });
  });

  it('is recounted by the definitions it was frozen by', async () => {
    const now = await snapshots.get(maker, await freeze());
    const moment = { day: DAY, knownAt: now.knownAt };
    const old = await context.get(Figures).document(campaignId, units.province, moment, undefined, '1');
    const [id, text] = [newId(), canonicalJson(old)];
    await context.db.query(
      `INSERT INTO snapshot (id, campaign_id, title, as_of_day, known_at, definitions_version, filter, figures, sha256, made_by, made_at)
       SELECT $1, campaign_id, title, as_of_day, known_at, '1', filter, $2, $3, made_by, made_at FROM snapshot WHERE id = $4`,
      [id, text, figuresHash(text), now.id],
    );
    expect(text).not.toContain('neither');
    expect(await snapshots.recompute(maker, id)).toEqual({ same: true, sha256: figuresHash(text) });
    expect(await snapshots.recompute(maker, now.id)).toMatchObject({ same: true });
    expect(now.sha256).not.toBe(figuresHash(text));
  });

  it('cannot be changed or deleted', async () => {
    await freeze();
    await expect(context.db.query(`UPDATE snapshot SET figures = '{}'`)).rejects.toThrow(/permission denied/);
    await expect(context.db.query('DELETE FROM snapshot')).rejects.toThrow(/permission denied/);
    await expect(context.db.query('DELETE FROM snapshot_signoff')).rejects.toThrow(/permission denied/);
  });

  it('is signed off by a second person, who names exactly its hash', async () => {
    const id = await freeze();
    const { sha256 } = await snapshots.get(maker, id);
    await expect(snapshots.signOff(maker, id, sha256)).rejects.toMatchObject({ code: 'snapshot.own' });
    await expect(snapshots.signOff(signer, id, 'f'.repeat(64))).rejects.toMatchObject({
      code: 'snapshot.hash-differs',
    });
    const manager = actorOf(signer.personId, 'unit_manager', [units.province]);
    await expect(snapshots.signOff(manager, id, sha256)).rejects.toMatchObject({ code: 'access.denied' });
    await snapshots.signOff(signer, id, sha256);
    await snapshots.signOff(signer, id, sha256);
    expect(await snapshots.get(maker, id)).toMatchObject({ signedBy: signer.personId, signerName: 'Đèo Văn Long' });
    const third = actorOf(await makePerson(context), 'committee', [units.province]);
    await expect(snapshots.signOff(third, id, sha256)).rejects.toMatchObject({ code: 'snapshot.already-signed' });
    const [{ count }] = await context.db.query(
      `SELECT count(*) FROM audit WHERE action = 'snapshot.sign' AND subject_id = $1`,
      [id],
    );
    expect(count).toBe(1);
  });

  it('is made once however often the form is sent', async () => {
    const clientKey = '01934b5e-0000-7000-8000-00000000aaaa';
    expect(await Promise.all([freeze({ clientKey }), freeze({ clientKey })])).toEqual([clientKey, clientKey]);
    expect(await freeze({ clientKey })).toBe(clientKey);
    await expect(freeze({ clientKey }, signer)).rejects.toMatchObject({ code: 'snapshot.key-taken' });
    const [{ count }] = await context.db.query('SELECT count(*) FROM snapshot WHERE id = $1', [clientKey]);
    expect(count).toBe(1);
  });

  it('waits for what was recorded before it and is not committed yet', async () => {
    const personId = await makePerson(context, [{ unitId: units.village, capacity: 'citizen' }]);
    const writer = context.db.createQueryRunner();
    await writer.startTransaction();
    await context.get(Completions).record(writer.manager, {
      personId,
      moduleId: course.modules[0].id,
      moduleVersionId: course.modules[0].versionId,
      source: 'self',
    });
    const freezing = freeze();
    const early = await Promise.race([
      freezing.then(() => 'frozen'),
      new Promise((done) => setTimeout(done, 600, 'waiting')),
    ]);
    await writer.commitTransaction();
    await writer.release();
    expect(early).toBe('waiting');
    expect(await snapshots.recompute(maker, await freezing)).toMatchObject({ same: true });
  });

  it('says of each field what is wrong, and stays within the scope', async () => {
    await expect(freeze({ title: ' ', day: '2026-02-30' })).rejects.toMatchObject({
      code: 'snapshot.invalid',
      fields: { title: 'snapshot.title-required', day: 'day.invalid' },
    });
    await expect(freeze({ day: '2026-11-21' })).rejects.toMatchObject({ fields: { day: 'snapshot.day-in-future' } });
    await expect(freeze({ unitId: units.state })).rejects.toMatchObject({ code: 'scope.outside' });
    const elsewhere = actorOf(maker.personId, 'committee', [units.state]);
    const id = await freeze();
    await expect(snapshots.get(elsewhere, id)).rejects.toMatchObject({ code: 'scope.outside' });
    expect(await snapshots.list(elsewhere, campaignId)).toEqual([]);
    const list = await snapshots.list(maker, campaignId);
    expect(list[0]).toMatchObject({ id, unitName: 'Tỉnh Lai Châu' });
  });
});
