import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Consents } from '../consents.service.js';
import { ORIGIN, makeCommune, wrong } from '../identity.fixtures.js';
import { IdentityModule } from '../identity.module.js';
import { People } from '../people.service.js';
import { SecondStep } from '../security/second-step.service.js';
import { PASSWORD, secure, signIn, someone } from '../security/security.fixtures.js';
import { Sessions } from '../sessions.service.js';
import { totpCode } from '../security/totp.js';
import { FirstAdministrators, type Invitation } from './first-administrators.service.js';
import { WayBack } from './way-back.service.js';

const WHY = 'Cần hai người để duyệt việc hệ trọng';
const LOST = 'Mất điện thoại và cả mã dự phòng';

describe('what operators do at the machine', () => {
  let context: TestContext;
  let unitIds: string[];
  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    context.config.hvsRequireTotp = '1';
  });
  afterAll(() => context.close());

  const sql = (text: string, values: unknown[] = []) => context.db.query(text, values);
  const invite = (fullName: string, phone: string, another: string | null = null) =>
    context.get(FirstAdministrators).invite({ fullName, phone, another });
  const accept = (made: Invitation, change: Partial<{ code: string; password: string; consent: boolean }> = {}) => {
    if (made.made !== 'invited') throw new Error('not invited');
    const form = { requestId: made.requestId, code: made.code, password: PASSWORD, consent: true, ...change };
    return context.get(FirstAdministrators).accept(form, ORIGIN);
  };
  const administrators = async () =>
    (await sql(`SELECT person_id AS id FROM role_grant WHERE role = 'administrator' AND superseded_at IS NULL`)).map(
      ({ id }: { id: string }) => id,
    );

  it('makes no administrator of a province that has no units', async () => {
    await expect(invite('Hoàng Minh Tuấn', '0912000001')).rejects.toMatchObject({ code: 'administrator.no-units' });
    unitIds = [await makeCommune(context, '12')];
    await context.get(UnitOfWork).run(async (tx) => {
      unitIds.push(
        await context.get(Units).create(tx, {
          tree: 'party',
          code: 'root',
          kind: 'party_committee',
          name: 'Đảng bộ',
          parentId: null,
          validFrom: '2025-07-01',
        }),
      );
    });
  });

  it('keeps nothing but a code until the person has set a password; then they are one over every tree', async () => {
    const earlier = await invite('Hoàng Minh Tuấn', '0912000001');
    const made = await invite('Hoàng Minh Tuấn', '0912 000 001');
    expect(await sql('SELECT 1 FROM person')).toEqual([]);
    await expect(invite('Trần Thu Hà', '0912000002')).rejects.toMatchObject({ code: 'administrator.exists' });
    await expect(accept(earlier)).rejects.toMatchObject({ code: 'code.ended' });
    if (made.made !== 'invited') throw new Error();
    await expect(accept(made, { code: wrong(made.code) })).rejects.toMatchObject({ data: { triesLeft: 4 } });
    await expect(accept(made, { password: 'ngắn quá' })).rejects.toMatchObject({
      fields: { password: 'password.too-short' },
    });
    await expect(accept(made, { consent: false })).rejects.toMatchObject({ fields: { consent: 'consent.required' } });
    const { step, personId } = await accept(made);
    const { secret } = await context.get(SecondStep).beginSetUp(step!.token);
    const entered = await context.get(SecondStep).bySetUp(step!.token, totpCode(secret, context.clock.now()), ORIGIN);
    const actor = (await context.get(Sessions).resolve(entered.token, ORIGIN))!;
    expect(actor.grants).toEqual([{ role: 'administrator', unitIds: expect.arrayContaining(unitIds) }]);
    expect(await context.get(Consents).has(personId, 'learning')).toBe(true);
    await expect(accept(made)).rejects.toMatchObject({ code: 'code.used' });
    const audit = await sql(
      `SELECT action, actor_id FROM audit WHERE action IN ('administrator.invite', 'role.grant')`,
    );
    expect(audit).toEqual([
      { action: 'administrator.invite', actor_id: null },
      { action: 'administrator.invite', actor_id: null },
      { action: 'role.grant', actor_id: null },
    ]);
  });

  it('makes another only with a reason, which the audit keeps', async () => {
    await expect(invite('Trần Thu Hà', '0912000002')).rejects.toMatchObject({ code: 'administrator.exists' });
    await expect(invite('Trần Thu Hà', '0912000002', 'ừ')).rejects.toMatchObject({ code: 'reason.required' });
    const [official] = await context
      .get(UnitOfWork)
      .run(async (tx) => [await context.get(People).create(tx, { fullName: 'Trần Thu Hà', phone: '+84912000002' })]);
    const { personId } = await accept(await invite('Trần Thu Hà', '0912000002', WHY));
    expect(personId).toBe(official);
    expect(await administrators()).toHaveLength(2);
    const [granted] = await sql(`SELECT purpose FROM audit WHERE action = 'role.grant' AND subject_id = $1`, [
      personId,
    ]);
    expect(granted.purpose).toBe(WHY);
  });

  it('ends a code after a day', async () => {
    const made = await invite('Vàng Thị Dợ', '0912000003', WHY);
    context.clock.advance(24 * 3600);
    await expect(accept(made)).rejects.toMatchObject({ code: 'code.ended' });
    expect(await administrators()).toHaveLength(2);
  });

  it('gives the role to an account of that very name, and ends its sessions; of no other name', async () => {
    const who = await someone(context);
    const { token } = await signIn(context, who);
    await expect(invite('Lò Văn Khác', who.phone, WHY)).rejects.toMatchObject({
      code: 'administrator.phone-of-another',
    });
    expect(await invite('Vang Thi Do', who.phone, WHY)).toEqual({ made: 'granted', personId: who.personId });
    expect(await context.get(Sessions).resolve(token!, ORIGIN)).toBeNull();
    await expect(invite('Vàng Thị Dợ', who.phone, WHY)).rejects.toMatchObject({ code: 'grant.held' });
    expect((await signIn(context, who)).step!.need).toBe('set-up');
  });

  it('lets an administrator back in who lost the second factor, while too few others are left to do it', async () => {
    await sql(`UPDATE role_grant SET superseded_at = $1 WHERE superseded_at IS NULL`, [context.clock.now()]);
    const [only, second, third] = [
      await someone(context, { roles: ['administrator'], unitIds }),
      await someone(context, { roles: ['administrator'], unitIds }),
      await someone(context, { roles: ['administrator'], unitIds }),
    ];
    await secure(context, only);
    const reset = (phone: string, reason = LOST) => context.get(WayBack).resetSecondFactor(phone, reason);
    await expect(reset(only.phone)).rejects.toMatchObject({ code: 'administrator.others-can' });
    await sql(`UPDATE account SET disabled_at = now() WHERE person_id = $1`, [third.personId]);
    await expect(reset(only.phone, '')).rejects.toMatchObject({ code: 'reason.required' });
    await expect(reset('0912000001')).rejects.toMatchObject({ code: 'administrator.unknown' });
    await sql(
      `INSERT INTO second_factor_reset (id, person_id, reason, requested_by) VALUES (gen_random_uuid(), $1, $2, $3)`,
      [only.personId, LOST, second.personId],
    );
    expect((await signIn(context, only)).step!.need).toBe('code');
    await reset(only.phone);
    expect((await signIn(context, only)).step!.need).toBe('set-up');
    expect(await sql('SELECT 1 FROM second_factor_reset WHERE outcome IS NULL')).toEqual([]);
    const [entry] = await sql(`SELECT purpose, details, actor_id FROM audit WHERE action = 'second-factor.reset'`);
    expect(entry).toEqual({ purpose: LOST, details: { by: 'operator' }, actor_id: null });
  });
});
