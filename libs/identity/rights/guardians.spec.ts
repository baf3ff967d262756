import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestContext, type TestContext } from '#libs/testing';
import type { Actor } from '../actor.js';
import { Consents } from '../consents.service.js';
import { ORIGIN, codeSentTo, wrong } from '../identity.fixtures.js';
import { People } from '../people.service.js';
import { can } from '../permissions.js';
import { Sessions } from '../sessions.service.js';
import { CorrectGuardian } from './correct-guardian.service.js';
import { Guardians } from './guardians.service.js';
import { HandleCase } from './handle-case.service.js';
import { OpenCase } from './open-case.service.js';
import { ReadGuardian } from './read-guardian.service.js';
import { Retention } from './retention.service.js';
import { inTx, makeOwner } from './rights.fixtures.js';
import { RightsModule } from './rights.module.js';

const FORM = { name: 'Vàng A Páo', relation: 'parent', phone: '0987 654 321' };
const PHONE = '+84987654321';

describe('somebody under sixteen', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RightsModule] });
  });
  afterAll(() => context.close());

  /** As the session says, which is what guards ask. */
  async function child(birthYear: number): Promise<Actor> {
    const { personId } = await makeOwner(context, 'Vàng Thị Dua');
    await context.db.query('UPDATE identity SET birth_year = $2 WHERE person_id = $1', [personId, birthYear]);
    return again({ personId });
  }
  async function again({ personId }: { personId: string }): Promise<Actor> {
    const { token } = await inTx(context, (tx) => context.get(Sessions).start(tx, personId, ORIGIN));
    return (await context.get(Sessions).resolve(token, ORIGIN))!;
  }

  it.each([
    [2013, true],
    [2010, true],
    [2009, false],
    [1968, false],
  ])('born in %p waits for a guardian: %p', async (year, waits) => {
    const actor = await child(year);
    expect(actor.awaitsGuardian ?? false).toBe(waits);
    expect(can(actor, 'learn.take')).toBe(!waits);
  });

  it('may learn once the guardian’s code was given, and both consents are kept', async () => {
    const actor = await child(2013);
    const { requestId } = await context.get(Guardians).begin(actor, FORM);
    const code = await codeSentTo(context, PHONE);
    await expect(context.get(Guardians).confirm(actor, requestId, wrong(code))).rejects.toMatchObject({
      code: 'code.wrong',
    });
    await expect(context.get(Guardians).confirm(await child(2012), requestId, code)).rejects.toMatchObject({
      code: 'code.ended',
    });
    const second = await context.get(Guardians).begin(actor, FORM);
    await context.get(Guardians).confirm(actor, second.requestId, await codeSentTo(context, PHONE));
    expect(can(await again(actor), 'learn.take')).toBe(true);
    expect(await context.get(Consents).current(actor.personId)).toMatchObject([
      { method: 'guardian-code', action: 'given' },
    ]);
    expect(JSON.stringify(await context.db.query('SELECT * FROM guardian'))).not.toMatch(/Páo|987654321/);
  });

  it('says who consents, with a phone that is not the child’s', async () => {
    const actor = await child(2013);
    const refused = (change: object) => expect(context.get(Guardians).begin(actor, { ...FORM, ...change })).rejects;
    await refused({ name: ' ', relation: 'friend', phone: '123' }).toMatchObject({
      fields: {
        name: 'guardian.name-required',
        relation: 'guardian.relation-required',
        phone: 'guardian.phone-invalid',
      },
    });
  });

  it('may be attested by a facilitator, who is named', async () => {
    const [actor, facilitator] = [await child(2013), await makeOwner(context, 'Đèo Văn Long')];
    await inTx(context, (tx) => context.get(Guardians).attest(tx, facilitator, actor.personId, { ...FORM, phone: '' }));
    expect(can(await again(actor), 'learn.take')).toBe(true);
    expect(
      await context.db.query('SELECT method, attested_by AS by FROM guardian WHERE person_id = $1', [actor.personId]),
    ).toEqual([{ method: 'attested', by: facilitator.personId }]);
  });

  /** A child whose guardian answered by a code. */
  async function consented(): Promise<Actor> {
    const actor = await child(2013);
    const { requestId } = await context.get(Guardians).begin(actor, FORM);
    await context.get(Guardians).confirm(actor, requestId, await codeSentTo(context, PHONE));
    return actor;
  }
  const audited = (personId: string) =>
    context.db.query(`SELECT details FROM audit WHERE action = 'guardian.correct' AND subject_id = $1`, [personId]);

  it('has a guardian whose data the desk corrects for a reason, the consent being what it was', async () => {
    const [actor, manager] = [await consented(), await makeOwner(context, 'Đèo Văn Long')];
    const { personId } = actor;
    const consents = () => context.db.query('SELECT * FROM consent WHERE person_id = $1', [personId]);
    const given = await consents();
    const before = await context.get(ReadGuardian).of(personId);
    context.clock.advance(60);
    await context.get(CorrectGuardian).correct(manager, personId, {
      guardianName: 'VÀNG A PÁO EM',
      guardianPhone: '0987 111 222',
      reason: 'Ghi nhầm theo giấy khai sinh',
    });
    expect(await context.get(ReadGuardian).of(personId)).toEqual({
      ...before,
      name: 'Vàng A Páo Em',
      phone: '+84987111222',
      correctedAt: context.clock.now(),
    });
    expect(await consents()).toEqual(given);
    expect(can(await again(actor), 'learn.take')).toBe(true);
    expect(await audited(personId)).toEqual([{ details: { fields: ['name', 'phone'] } }]);
    expect(
      await context.db.query(`SELECT actor_id AS by, purpose FROM access_log WHERE subject_id = $1`, [personId]),
    ).toEqual([{ by: manager.personId, purpose: 'Ghi nhầm theo giấy khai sinh' }]);
    const stored = [await context.db.query('SELECT * FROM guardian'), await context.db.query('SELECT * FROM audit')];
    expect(JSON.stringify(stored)).not.toMatch(/Páo|987111222/);
  });

  it('has none to correct before one has consented, and a correction that will not do says why', async () => {
    const [actor, waiting] = [await consented(), await child(2013)];
    const manager = await makeOwner(context, 'Đèo Văn Long');
    await inTx(context, (tx) => context.get(People).update(tx, actor.personId, { phone: '+84987333444' }));
    const correct = (personId: string, typed: object) =>
      context.get(CorrectGuardian).correct(manager, personId, { reason: 'Ghi nhầm lúc đăng ký', ...typed });
    await expect(correct(waiting.personId, { guardianName: 'Vàng A Páo' })).rejects.toMatchObject({
      code: 'guardian.none',
    });
    expect((await again(waiting)).awaitsGuardian).toBe(true);
    const wrong = { guardianName: 'Páo 9', guardianRelation: 'friend', guardianPhone: '0987 333 444', reason: 'sai' };
    await expect(correct(actor.personId, wrong)).rejects.toMatchObject({
      fields: {
        guardianName: 'row.name-invalid',
        guardianRelation: 'guardian.relation-required',
        guardianPhone: 'guardian.phone-of-learner',
        reason: 'reason.required',
      },
    });
    await expect(correct(actor.personId, {})).rejects.toMatchObject({
      fields: { guardianName: 'guardian.change-required' },
    });
    expect(await audited(actor.personId)).toEqual([]);
  });

  it('may ask for the correction of the guardian’s data, which the case carries out whole or not at all', async () => {
    const [actor, handler] = [await consented(), await makeOwner(context, 'Đèo Văn Long')];
    const id = await context.get(OpenCase).open(actor, { kind: 'correct', wish: 'Sai tên bố' });
    const fulfil = (typed: object) => context.get(HandleCase).fulfil(handler, id, { text: 'Đã sửa.', ...typed });
    await expect(fulfil({ fullName: 'Dua 9', guardianPhone: '12' })).rejects.toMatchObject({
      fields: { fullName: 'row.name-invalid', guardianPhone: 'guardian.phone-invalid' },
    });
    await fulfil({ guardianName: 'Vàng A Pó', guardianRelation: 'guardian' });
    expect(await context.get(ReadGuardian).of(actor.personId)).toMatchObject({
      name: 'Vàng A Pó',
      relation: 'guardian',
      phone: PHONE,
      method: 'code',
    });
    expect(await audited(actor.personId)).toEqual([{ details: { fields: ['name', 'relation'] } }]);
  });

  it('is erased when no guardian has answered within the days set', async () => {
    const [waiting, grown] = [await child(2013), await makeOwner(context)];
    context.clock.advance(8 * 86_400);
    await context.db.query('UPDATE account SET created_at = $1', [new Date('2026-11-20T03:00:00Z')]);
    await context.get(Retention).run();
    const left = await context.db.query('SELECT person_id AS id FROM identity WHERE person_id = ANY($1)', [
      [waiting.personId, grown.personId],
    ]);
    expect(left).toEqual([{ id: grown.personId }]);
  });
});
