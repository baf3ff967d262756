import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { ORIGIN, makeCommune, sessionOf } from '../identity.fixtures.js';
import { IdentityModule } from '../identity.module.js';
import { Sessions } from '../sessions.service.js';
import { SecuritySettings } from './security-settings.service.js';
import { signIn, someone, type Someone } from './security.fixtures.js';
import { SECURITY_SETTINGS, SETTING_KEYS, defaultValue, isWeaker, settingProblems } from './settings.policy.js';

describe('security settings', () => {
  let context: TestContext;
  let settings: SecuritySettings;
  let administrator: Someone;
  let unitIds: string[];

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    settings = context.get(SecuritySettings);
    unitIds = [await makeCommune(context)];
    administrator = await someone(context, { roles: ['administrator'], unitIds });
  });
  afterAll(() => context.close());

  const set = (key: string, value: number, reason = '') => settings.set(administrator.actor, key, value, reason);

  it('stand at the law’s values in production, whose floor none of them undercuts', () => {
    expect(Object.fromEntries(SETTING_KEYS.map((key) => [key, defaultValue(key, false)]))).toMatchObject({
      'second-factor.compulsory': 1,
      'password.length': 14,
      'password.length-with-second-factor': 8,
      'password.history': 10,
      'sign-in.max-failed': 5,
      'session.staff-idle': 15,
      'session.administrator-idle': 5,
      'account.idle-days': 45,
      'log.retention': 12,
      'access-review.interval': 6,
    });
    for (const key of SETTING_KEYS)
      expect({ key, weaker: isWeaker(key, defaultValue(key, false)) }).toEqual({ key, weaker: false });
  });

  it('take any value within the bounds, and a weaker one than the law’s only with a reason', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SETTING_KEYS),
        fc.integer({ min: -10, max: 3000 }),
        fc.boolean(),
        (key, value, why) => {
          const { min, max } = SECURITY_SETTINGS[key];
          const problems = settingProblems(key, value, why ? 'Vì đợt tập huấn cần vào nhanh' : '');
          if (value < min || value > max) expect(problems).toEqual({ value: 'setting.out-of-bounds' });
          else expect(problems).toEqual(isWeaker(key, value) && !why ? { reason: 'setting.reason-required' } : {});
        },
      ),
    );
  });

  it('are rows that say who set what and why, and that only get superseded', async () => {
    await set('sign-in.lock-minutes', 20);
    await set('sign-in.lock-minutes', 30, 'Đang bị dò mật khẩu');
    const rows = await context.db.query(
      `SELECT value, reason, set_by AS by, superseded_at IS NULL AS current FROM security_setting
       WHERE key = 'sign-in.lock-minutes' ORDER BY recorded_at, id`,
    );
    expect(rows).toEqual([
      { value: 20, reason: null, by: administrator.personId, current: false },
      { value: 30, reason: 'Đang bị dò mật khẩu', by: administrator.personId, current: true },
    ]);
    await expect(context.db.query('UPDATE security_setting SET value = 1')).rejects.toThrow();
    await expect(context.db.query('DELETE FROM security_setting')).rejects.toThrow();
    const [entry] = await context.db.query(
      `SELECT actor_id AS by, details FROM audit WHERE action = 'setting.change' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry).toEqual({
      by: administrator.personId,
      details: { key: 'sign-in.lock-minutes', from: 20, to: 30, weaker: false },
    });
  });

  it('refuse what is out of bounds, weak without a reason, or nothing they know', async () => {
    await expect(set('password.length', 100)).rejects.toMatchObject({
      fields: { value: 'setting.out-of-bounds' },
      data: { min: 8, max: 64 },
    });
    await expect(set('password.length', 10, 'ngắn')).rejects.toMatchObject({
      fields: { reason: 'setting.reason-required' },
    });
    await expect(set('log.retention', 12)).rejects.toMatchObject({ code: 'setting.fixed' });
    await expect(set('constructor', 1)).rejects.toMatchObject({ code: 'setting.unknown' });
    expect(settings.value('password.length')).toBe(14);
  });

  it('decide how many failures lock an account', async () => {
    const who = await someone(context);
    await set('sign-in.max-failed', 3);
    for (let i = 0; i < 3; i += 1) await signIn(context, who, 'sai').catch(() => undefined);
    await expect(signIn(context, who)).rejects.toMatchObject({ code: 'sign-in.refused' });
    await set('sign-in.max-failed', 5);
  });

  it('decide how long a session of each kind lasts', async () => {
    const sessions = context.get(Sessions);
    await set('session.staff-idle', 10);
    await set('session.administrator-idle', 4);
    await set('session.administrator-absolute', 1);
    const [staff, admin] = [await someone(context, { roles: ['author'], unitIds }), administrator];
    const [one, two] = [sessionOf(await signIn(context, staff)), sessionOf(await signIn(context, admin))];
    const alive = async (token: string) => (await sessions.resolve(token, ORIGIN)) !== null;
    context.clock.advance(240);
    expect([await alive(one), await alive(two)]).toEqual([true, true]);
    context.clock.advance(241);
    expect([await alive(one), await alive(two)]).toEqual([true, false]);
    const three = sessionOf(await signIn(context, admin));
    for (let minute = 0; minute < 60; minute += 3) {
      expect(await alive(three)).toBe(true);
      context.clock.advance(180);
    }
    expect(await alive(three)).toBe(false);
  });

  it('leave a facilitator signed in for a whole meeting, unless another role is stricter', async () => {
    await set('session.staff-idle', 15);
    const field = await someone(context, { roles: ['facilitator'], unitIds });
    const both = await someone(context, { roles: ['facilitator', 'unit_manager'], unitIds });
    const [one, two] = [sessionOf(await signIn(context, field)), sessionOf(await signIn(context, both))];
    const alive = async (token: string) => (await context.get(Sessions).resolve(token, ORIGIN)) !== null;
    context.clock.advance(3 * 3600);
    expect([await alive(one), await alive(two)]).toEqual([true, false]);
    context.clock.advance(4 * 3600 + 1);
    expect(await alive(one)).toBe(false);
  });

  it('reach another process within moments', async () => {
    await context.get(UnitOfWork).run(async (tx) => {
      await tx.query(
        `UPDATE security_setting SET superseded_at = now() WHERE key = 'password.history' AND superseded_at IS NULL`,
      );
      await tx.query(
        `INSERT INTO security_setting (id, key, value, set_by) VALUES (gen_random_uuid(), 'password.history', 12, $1)`,
        [administrator.personId],
      );
    });
    const view = (await settings.views()).find(({ key }) => key === 'password.history')!;
    expect(view).toMatchObject({ current: 12, preset: 10, weaker: false, set: { by: administrator.personId } });
  });
});
