import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Messages } from '#libs/notifications';
import { countStatements } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import type { Actor } from '../actor.js';
import { Consents } from '../consents.service.js';
import { People } from '../people.service.js';
import { can } from '../permissions.js';
import { CancelCase } from './cancel-case.service.js';
import { HandleCase } from './handle-case.service.js';
import { LegalCalendar } from './legal-calendar.service.js';
import { OpenCase } from './open-case.service.js';
import { OwnConsents } from './own-consents.service.js';
import { ReadCases } from './read-cases.service.js';
import { RemindClocks } from './remind-clocks.service.js';
import { inTx, makeOwner } from './rights.fixtures.js';
import { RightsModule } from './rights.module.js';

describe('requests about own data', () => {
  let context: TestContext;
  let handler: Actor;
  const open = (actor: Actor, kind: Parameters<OpenCase['open']>[1]['kind'], wish = '') =>
    context.get(OpenCase).open(actor, { kind, wish });
  const restricted = async ({ personId }: Actor) =>
    (await context.db.query('SELECT restricted_at AS at FROM identity WHERE person_id = $1', [personId]))[0]?.at ??
    null;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RightsModule] });
    handler = await makeOwner(context, 'Đèo Văn Long');
  });
  afterAll(() => context.close());

  it('run on working days: over the weekend and the day off on 24 November', async () => {
    const owner = await makeOwner(context);
    await open(owner, 'delete');
    expect(await context.get(ReadCases).mine(owner)).toMatchObject([
      { kind: 'delete', state: 'open', replyDueOn: '2026-11-25', dueOn: '2026-12-21', workingDaysLeft: 2 },
    ]);
  });

  it('follow the terms and the calendar as they are set', async () => {
    const calendar = context.get(LegalCalendar);
    await calendar.setClock(handler, 'view', { days: 10, basis: 'calendar', extensionDays: 0 });
    await calendar.setDay(handler, { day: '2026-11-30', kind: 'off', name: 'Thử', source: 'Thử' });
    const owner = await makeOwner(context);
    const id = await open(owner, 'view');
    expect(await context.get(ReadCases).one(owner, id)).toMatchObject({ dueOn: '2026-12-01' });
    await expect(context.get(HandleCase).extend(handler, id, 'đông việc')).rejects.toMatchObject({
      code: 'case.not-extendable',
    });
    await calendar.removeDay(handler, '2026-11-30');
  });

  it('say what is missing, and are one at a time for each kind', async () => {
    const owner = await makeOwner(context);
    await expect(open(owner, 'correct')).rejects.toMatchObject({ fields: { wish: 'case.wish-required' } });
    await expect(open(owner, 'steal' as never)).rejects.toMatchObject({ fields: { kind: 'case.kind-required' } });
    const once = await open(owner, 'view');
    expect(await open(owner, 'view')).toBe(once);
    context.clock.advance(60);
    await expect(open(owner, 'view')).rejects.toMatchObject({ code: 'case.open-already' });
  });

  it('are seen by nobody else, except at the desk, where the look is logged', async () => {
    const [owner, stranger] = [await makeOwner(context), await makeOwner(context)];
    const id = await open(owner, 'correct', 'Tên đúng là Lò Thị Mây');
    await expect(context.get(ReadCases).one(stranger, id)).rejects.toMatchObject({ code: 'case.unknown' });
    await expect(context.get(CancelCase).cancel(stranger, id)).rejects.toMatchObject({ code: 'case.closed' });
    const { sections, wish } = await context.get(ReadCases).handle(handler, id);
    expect(wish).toBe('Tên đúng là Lò Thị Mây');
    expect(sections.find(({ key }) => key === 'thong-tin')?.rows[0]).toMatchObject({ name: 'Lò Thị Mai' });
    expect(
      await context.db.query('SELECT actor_id AS by, what FROM access_log WHERE subject_id = $1', [owner.personId]),
    ).toEqual([{ by: handler.personId, what: 'rights-case' }]);
    const stored = JSON.stringify([
      await context.db.query('SELECT * FROM rights_case'),
      await context.db.query('SELECT * FROM audit'),
    ]);
    expect(stored).not.toContain('Mây');
  });

  it('are replied to, extended once with a reason, and answered', async () => {
    const owner = await makeOwner(context);
    const id = await open(owner, 'correct', 'Sai tên');
    const desk = context.get(HandleCase);
    await desk.reply(handler, id, 'Đã nhận, đang đối chiếu.');
    await expect(desk.reply(handler, id, 'lần nữa')).rejects.toMatchObject({ code: 'case.replied-already' });
    await expect(desk.extend(handler, id, ' ')).rejects.toMatchObject({ fields: { reason: 'case.reason-required' } });
    await desk.extend(handler, id, 'Chờ xã xác nhận.');
    await expect(desk.extend(handler, id, 'nữa')).rejects.toMatchObject({ code: 'case.extended-already' });
    expect(await context.get(ReadCases).one(owner, id)).toMatchObject({
      dueOn: '2026-12-21',
      extendedTo: '2026-12-21',
    });
    await desk.fulfil(handler, id, { text: 'Đã sửa tên.', fullName: 'Lò Thị Mây', evidence: '12/PYC' });
    expect(await context.get(People).find(owner.personId)).toMatchObject({ fullName: 'Lò Thị Mây', birthYear: 1968 });
    const view = await context.get(ReadCases).one(owner, id);
    expect(view).toMatchObject({
      state: 'fulfilled',
      answer: 'Đã sửa tên.',
      evidence: '12/PYC',
      workingDaysLeft: null,
    });
    expect(view.events.map(({ kind, note, byPerson }) => `${kind} ${note} ${byPerson}`)).toEqual([
      'open null true',
      'reply Đã nhận, đang đối chiếu. false',
      'extend Chờ xã xác nhận. false',
      'fulfil null false',
    ]);
    await expect(desk.refuse(handler, id, { text: 'không' })).rejects.toMatchObject({ code: 'case.closed' });
  });

  it('correct whatever identifies the person, with all that will not do said at once', async () => {
    const [owner, other] = [await makeOwner(context), await makeOwner(context)];
    const desk = context.get(HandleCase);
    await desk.fulfil(handler, await open(other, 'correct', 'Thiếu số định danh'), {
      text: 'Đã ghi.',
      personalNumber: '012168001234',
    });
    const id = await open(owner, 'correct', 'Sai hết');
    const typed = (change: object) => desk.fulfil(handler, id, { text: 'Đã sửa.', ...change });
    await expect(
      typed({ fullName: 'Lò 9', birth: '30/2/1970', phone: '123', personalNumber: '7' }),
    ).rejects.toMatchObject({
      fields: {
        fullName: 'row.name-invalid',
        birth: 'row.birth-no-such-day',
        phone: 'phone.invalid',
        personalNumber: 'row.number-invalid',
      },
    });
    await expect(typed({ personalNumber: '012170001234' })).rejects.toMatchObject({
      fields: { personalNumber: 'row.number-not-of-birth-year' },
    });
    await expect(typed({ personalNumber: '012168001234' })).rejects.toMatchObject({
      fields: { personalNumber: 'row.number-of-another' },
    });
    await typed({ fullName: '', birth: '2/9/1970', phone: '0987 654 321', personalNumber: '012170001234' });
    expect(await context.get(People).find(owner.personId)).toMatchObject({
      fullName: 'Lò Thị Mai',
      birthYear: 1970,
      birthDate: '1970-09-02',
      phone: '+84987654321',
      phoneVerified: false,
      personalNumber: '012170001234',
    });
    expect(
      await context.db.query(`SELECT details FROM audit WHERE action = 'person.correct' AND subject_id = $1`, [
        owner.personId,
      ]),
    ).toEqual([{ details: { fields: ['birthYear', 'birthDate', 'phone', 'personalNumber'] } }]);
  });

  it('are not answered by whom they are about', async () => {
    const id = await open(handler, 'restrict');
    await expect(context.get(HandleCase).fulfil(handler, id, { text: 'được' })).rejects.toMatchObject({
      code: 'case.own',
    });
  });

  it('to restrict, stop the keeping of learning; figures and sign-in stay', async () => {
    const owner = await makeOwner(context);
    await context.get(HandleCase).fulfil(handler, await open(owner, 'restrict'), { text: 'Đã hạn chế.' });
    expect(await restricted(owner)).not.toBeNull();
    expect(can({ ...owner, restricted: true }, 'learn.take')).toBe(false);
    expect(can(owner, 'learn.take')).toBe(true);
  });

  it('to delete, erase the person, the words of the case included, and tell the phone', async () => {
    const owner = await makeOwner(context);
    const [id, moot] = [await open(owner, 'delete', 'Tôi không học nữa'), await open(owner, 'export')];
    await context.get(RemindClocks).run();
    await context.get(HandleCase).fulfil(handler, id, { text: 'Đã xóa.', evidence: '13/PYC' });
    await expect(context.get(People).find(owner.personId)).rejects.toMatchObject({ code: 'person.unknown' });
    expect(
      await context.db.query('SELECT state, wish_cipher, answer_cipher, evidence FROM rights_case WHERE id = $1', [id]),
    ).toEqual([{ state: 'fulfilled', wish_cipher: null, answer_cipher: null, evidence: '13/PYC' }]);
    expect((await context.get(Messages).inSink())[0].text).toContain('da duoc xoa');
    expect(
      (await context.get(ReadCases).desk(handler, { offset: 0, limit: 100 })).cases.find(({ id }) => id === moot),
    ).toMatchObject({
      state: 'cancelled',
    });
    expect((await context.get(RemindClocks).open(handler)).map(({ subjectId }) => subjectId)).not.toContain(moot);
  });

  it('begin with the withdrawal of the base consent: restricted at once, undone by giving it again', async () => {
    const owner = await makeOwner(context);
    const consents = context.get(OwnConsents);
    const { caseId } = await consents.withdraw(owner, 'learning');
    expect(await context.get(ReadCases).one(owner, caseId!)).toMatchObject({ kind: 'withdraw', dueOn: '2026-12-14' });
    expect(await restricted(owner)).not.toBeNull();
    expect(await context.get(Consents).has(owner.personId, 'learning')).toBe(false);
    await consents.give(owner, 'learning');
    expect(await context.get(ReadCases).one(owner, caseId!)).toMatchObject({ state: 'cancelled' });
    expect(await restricted(owner)).toBeNull();
  });

  it('leave other purposes alone: an optional one stops, with what waits to be sent for it', async () => {
    const owner = await makeOwner(context);
    const consents = context.get(OwnConsents);
    await consents.give(owner, 'reminders');
    const { phone } = await context.get(People).find(owner.personId);
    await inTx(context, async (tx) => {
      await context.get(Messages).send(tx, { to: phone!, purpose: 'reminders', text: 'Moi ban hoc tiep' });
      await context.get(Messages).send(tx, { to: phone!, purpose: 'password-reset', text: 'ma' });
    });
    expect(await consents.withdraw(owner, 'reminders')).toEqual({ caseId: null });
    const texts = (await context.get(Messages).inSink(50)).filter(({ to }) => to === phone).map(({ text }) => text);
    expect(texts).toEqual(['ma']);
    expect(await restricted(owner)).toBeNull();
    await expect(consents.withdraw(owner, 'everything')).rejects.toMatchObject({ code: 'consent.unknown' });
  });

  it('come to the desk as tasks before their clocks run out, and leave it when done', async () => {
    await context.db.query(`UPDATE rights_case SET state = 'cancelled', closed_at = now() WHERE state = 'open'`);
    const owner = await makeOwner(context);
    const id = await open(owner, 'export');
    const reminders = context.get(RemindClocks);
    const kinds = async () => {
      await reminders.run();
      await reminders.run();
      return (await reminders.open(handler)).filter(({ subjectId }) => subjectId === id).map(({ kind }) => kind);
    };
    expect(await kinds()).toEqual(['reply']);
    await context.get(HandleCase).reply(handler, id, 'Đã nhận.');
    expect(await kinds()).toEqual([]);
    context.clock.set('2026-12-02T03:00:00Z');
    expect(await kinds()).toEqual(['due-soon']);
    await context.get(HandleCase).extend(handler, id, 'Nhiều dữ liệu.');
    expect(await kinds()).toEqual([]);
    context.clock.set('2026-12-22T03:00:00Z');
    expect(await kinds()).toEqual(['overdue']);
    await context.get(HandleCase).fulfil(handler, id, { text: 'Xong.' });
    expect(await kinds()).toEqual([]);
    context.clock.set('2026-11-20T03:00:00Z');
  });

  it('come to the desk by portions, however many are open', async () => {
    await context.db.query(
      `WITH made AS (INSERT INTO person (id) SELECT gen_random_uuid() FROM generate_series(1, 1100) RETURNING id)
       INSERT INTO rights_case (id, person_id, kind, opened_at, opened_by, reply_due_on, due_on)
       SELECT gen_random_uuid(), id, 'view', now(), id, '2026-11-24', '2026-12-04' FROM made`,
    );
    const reminders = context.get(RemindClocks);
    const { statements } = await countStatements(() => reminders.run());
    expect(statements.length).toBeLessThan(20);
    const asked = (await reminders.open(handler))
      .filter(({ kind }) => kind === 'reply')
      .map(({ subjectId }) => subjectId);
    const open = await context.db.query(`SELECT id FROM rights_case WHERE state = 'open' AND replied_at IS NULL`);
    expect(asked.sort()).toEqual(open.map(({ id }: { id: string }) => id).sort());
  });
});
