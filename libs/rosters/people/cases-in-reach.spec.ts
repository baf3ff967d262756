import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CorrectGuardian, Guardians, HandleCase, OpenCase, ReadCases, RemindClocks, type Actor } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Memberships } from '../memberships.service.js';
import { SINCE, actorOf, makePerson, makeUnits } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';
import { ReadPerson, UnmaskPerson } from './index.js';

/** A request about one's data is handled by those who hold a place of that person. */
describe('requests about data', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let communal: Actor;
  let provincial: Actor;
  const cases: Record<'here' | 'elsewhere' | 'nowhere', string> = { here: '', elsewhere: '', nowhere: '' };

  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    units = await makeUnits(context);
    communal = actorOf(await makePerson(context), 'administrator', [units.commune]);
    provincial = actorOf(await makePerson(context), 'administrator', [units.province]);
    for (const [name, unitId] of [
      ['here', units.village],
      ['elsewhere', units.farVillage],
      ['nowhere', null],
    ] as const) {
      const personId = await makePerson(context);
      if (unitId)
        await context
          .get(UnitOfWork)
          .run((tx) =>
            context.get(Memberships).add(tx, { personId, unitId, capacity: 'citizen', source: 'roster', from: SINCE }),
          );
      cases[name] = await context.get(OpenCase).open(actorOf(personId, 'learner', []), { kind: 'view' });
    }
    await context.get(RemindClocks).run();
  });
  afterAll(() => context.close());

  const listed = async (actor: Actor) => (await page(actor, 0, 100)).ids.sort();
  async function page(actor: Actor, offset: number, limit: number) {
    const { total, cases: rows } = await context.get(ReadCases).desk(actor, { offset, limit });
    return { total, ids: rows.map(({ id }) => id) };
  }
  const pressing = async (actor: Actor) =>
    [...new Set((await context.get(RemindClocks).open(actor)).map(({ subjectId }) => subjectId))].sort();

  it('are listed for the units of the handler, and of people on no roster for a whole tree', async () => {
    expect(await listed(communal)).toEqual([cases.here]);
    expect(await pressing(communal)).toEqual([cases.here]);
    expect(await listed(provincial)).toEqual(Object.values(cases).sort());
    expect(await pressing(provincial)).toEqual(Object.values(cases).sort());
    expect(await listed(actorOf(communal.personId, 'unit_manager', [units.province]))).toEqual([]);
  });

  it('are neither read nor handled outside them', async () => {
    const outside = { code: 'scope.outside' };
    const [reading, desk] = [context.get(ReadCases), context.get(HandleCase)];
    for (const id of [cases.elsewhere, cases.nowhere]) {
      await expect(reading.handle(communal, id)).rejects.toMatchObject(outside);
      await expect(reading.about(communal, id)).rejects.toMatchObject(outside);
      await expect(desk.reply(communal, id, 'Đã nhận.')).rejects.toMatchObject(outside);
      await expect(desk.extend(communal, id, 'Chờ xã.')).rejects.toMatchObject(outside);
      await expect(desk.fulfil(communal, id, { text: 'Xong.' })).rejects.toMatchObject(outside);
      await expect(desk.refuse(communal, id, { text: 'Không.' })).rejects.toMatchObject(outside);
    }
    await desk.reply(communal, cases.here, 'Đã nhận.');
    await desk.reply(provincial, cases.nowhere, 'Đã nhận.');
    expect((await reading.handle(communal, cases.here)).repliedAt).not.toBeNull();
  });

  it('come page by page, the open ones by the nearest day that the law sets, then the last closed', async () => {
    const clerk = actorOf(await makePerson(context), 'administrator', [units.department]);
    const made = async (dates: string) => {
      const personId = await makePerson(context);
      const place = {
        personId,
        unitId: units.department,
        capacity: 'official',
        source: 'roster' as const,
        from: SINCE,
      };
      await context.get(UnitOfWork).run((tx) => context.get(Memberships).add(tx, place));
      const id = await context.get(OpenCase).open(actorOf(personId, 'learner', []), { kind: 'view' });
      await context.db.query(`UPDATE rights_case SET ${dates} WHERE id = $1`, [id]);
      return id;
    };
    const [closed, extended, replied, waiting, lately] = [
      await made(`state = 'refused', closed_at = '2026-11-01', reply_due_on = '2026-01-01'`),
      await made(`replied_at = now(), due_on = '2026-12-01', extended_to = '2026-12-20', extended_at = now()`),
      await made(`replied_at = now(), reply_due_on = '2026-11-02', due_on = '2026-12-10'`),
      await made(`reply_due_on = '2026-12-02', due_on = '2026-12-30'`),
      await made(`state = 'fulfilled', closed_at = '2026-11-19', reply_due_on = '2026-01-02'`),
    ];
    expect(await page(clerk, 0, 2)).toEqual({ total: 5, ids: [waiting, replied] });
    expect(await page(clerk, 2, 2)).toEqual({ total: 5, ids: [extended, lately] });
    expect(await page(clerk, 4, 2)).toEqual({ total: 5, ids: [closed] });
  });

  it('and corrections of a guardian are for the desk of the learner’s unit, masked until a purpose is given', async () => {
    const manager = actorOf(await makePerson(context), 'unit_manager', [units.commune]);
    const stranger = actorOf(await makePerson(context), 'unit_manager', [units.farVillage]);
    const [personId, joined] = [await makePerson(context), await makePerson(context)];
    await context.get(UnitOfWork).run(async (tx) => {
      const place = { personId, unitId: units.village, capacity: 'citizen', source: 'roster' as const, from: SINCE };
      await context.get(Memberships).add(tx, place);
      const form = { name: 'Vàng A Páo', relation: 'parent', phone: '0987654321' };
      await context.get(Guardians).attest(tx, manager, joined, form);
      await tx.query(
        'INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES (gen_random_uuid(), $1, $2)',
        [joined, personId],
      );
    });
    const desk = context.get(CorrectGuardian);
    const typed = { guardianName: 'Vàng A Pó', reason: 'Ghi nhầm lúc lập thẻ' };
    const outside = { code: 'scope.outside' };
    for (const actor of [stranger, actorOf(manager.personId, 'facilitator', [units.commune])]) {
      await expect(desk.open(actor, personId)).rejects.toMatchObject(outside);
      await expect(desk.correct(actor, personId, typed)).rejects.toMatchObject(outside);
    }
    await desk.correct(manager, personId, typed);
    const hidden = { name: 'V. A. P.', phone: '0987 *** *21' };
    expect(await desk.open(manager, personId)).toMatchObject({ guardian: hidden });
    expect(await context.get(ReadPerson).open(manager, personId)).toMatchObject({ guardian: hidden });
    expect(await context.get(UnmaskPerson).reveal(manager, personId, 'Gọi cho bố')).toMatchObject({
      guardian: { name: 'Vàng A Pó', phone: '+84987654321' },
    });
    expect(
      await context.db.query('SELECT what, purpose FROM access_log WHERE subject_id = $1 ORDER BY id', [personId]),
    ).toEqual([
      { what: 'guardian.correct', purpose: 'Ghi nhầm lúc lập thẻ' },
      { what: 'person.view', purpose: 'Sửa thông tin người giám hộ' },
      { what: 'person.view', purpose: 'Quản lý danh sách đơn vị' },
      { what: 'person.unmask', purpose: 'Gọi cho bố' },
    ]);
  });
});
