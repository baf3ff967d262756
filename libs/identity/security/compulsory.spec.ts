import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { ApiTokens } from '../api-tokens.service.js';
import { Askers, askerOf } from '../askers.service.js';
import { Grants } from '../grants.service.js';
import { ORIGIN, codeSentTo, makeCommune, sessionOf } from '../identity.fixtures.js';
import { IdentityModule } from '../identity.module.js';
import { Passwords } from '../passwords.service.js';
import { Sessions } from '../sessions.service.js';
import { OwnSecondFactor } from './own-second-factor.service.js';
import { SecondStep } from './second-step.service.js';
import { SecuritySettings } from './security-settings.service.js';
import { secure, signIn, someone, type Someone } from './security.fixtures.js';
import { totpCode } from './totp.js';

describe('a compulsory second factor', () => {
  let context: TestContext;
  let steps: SecondStep;
  let unitIds: string[];
  let administrator: Someone;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    steps = context.get(SecondStep);
    unitIds = [await makeCommune(context)];
    administrator = await someone(context, { roles: ['administrator'], unitIds });
  });
  afterAll(() => context.close());
  beforeEach(() => set(1));

  const set = (value: number) =>
    context
      .get(SecuritySettings)
      .set(administrator.actor, 'second-factor.compulsory', value, 'Thử trong bài kiểm tra tự động');
  const resolve = (token: string) => context.get(Sessions).resolve(token, ORIGIN);

  it.each(['administrator', 'auditor', 'committee'] as const)('lets %s in only to set it up', async (role) => {
    const who = await someone(context, { roles: [role], unitIds });
    const { token, step } = await signIn(context, who);
    expect(token).toBeNull();
    expect(step!.need).toBe('set-up');
    expect(await resolve(step!.token)).toBeNull();
    await expect(steps.byCode(step!.token, '000000', ORIGIN)).rejects.toMatchObject({ kind: 'gone' });
    const { secret } = await steps.beginSetUp(step!.token);
    expect((await steps.beginSetUp(step!.token)).secret).toBe(secret);
    await expect(steps.bySetUp(step!.token, '000000', ORIGIN)).rejects.toMatchObject({ code: 'second-factor.wrong' });
    const done = await steps.bySetUp(step!.token, totpCode(secret, context.clock.now()), ORIGIN);
    expect(done.recoveryCodes).toHaveLength(10);
    expect((await resolve(done.token))?.personId).toBe(who.personId);
    await expect(steps.beginSetUp(step!.token)).rejects.toMatchObject({ kind: 'gone' });
    expect((await signIn(context, who)).step!.need).toBe('code');
  });

  it.each([[], ['facilitator'], ['author'], ['reviewer'], ['unit_manager']] as const)(
    'is not asked of %s',
    async (...roles) => {
      const who = await someone(context, { roles: [...roles] as never, unitIds });
      expect((await signIn(context, who)).token).not.toBeNull();
    },
  );

  it('is asked before the first day of a role that begins later', async () => {
    const who = await someone(context, { roles: ['committee'], unitIds, from: '2027-01-01' });
    expect((await signIn(context, who)).step!.need).toBe('set-up');
  });

  it('is not taken off by its owner', async () => {
    const who = await someone(context, { roles: ['auditor'], unitIds });
    const { code } = await secure(context, who);
    await expect(context.get(OwnSecondFactor).remove(who.actor, code())).rejects.toMatchObject({
      code: 'second-factor.compulsory',
    });
  });

  it('is still asked after a forgotten password', async () => {
    const who = await someone(context, { roles: ['auditor'], unitIds });
    await secure(context, who);
    const { requestId } = await context.get(Passwords).beginReset(who.phone, ORIGIN);
    const code = await codeSentTo(context, who.phone.replace(/^0/, '+84'));
    // Eight characters are enough beside a second factor.
    const entered = await context.get(Passwords).confirmReset({ requestId, code, password: 'chợ phiên' }, ORIGIN);
    expect(entered.token).toBeNull();
    expect(entered.step!.need).toBe('code');
  });

  it('ends the sessions that were begun without it on the day the rule comes', async () => {
    await set(0);
    const [bare, learner, done] = [
      await someone(context, { roles: ['committee'], unitIds }),
      await someone(context),
      await someone(context, { roles: ['auditor'], unitIds }),
    ];
    const { code } = await secure(context, done);
    const [first, second] = [sessionOf(await signIn(context, bare)), sessionOf(await signIn(context, learner))];
    const third = (await steps.byCode((await signIn(context, done)).step!.token, code(), ORIGIN)).token;
    await set(1);
    expect(await resolve(first)).toBeNull();
    expect(await resolve(second)).not.toBeNull();
    expect(await resolve(third)).not.toBeNull();
  });

  it('is not gone around by a token made, or a job asked for, before the role came', async () => {
    const who = await someone(context);
    const { token } = await context.get(ApiTokens).issue(who.actor, 'trước khi có vai trò', 365);
    const program = () => context.get(ApiTokens).resolve(token, ORIGIN);
    expect(await program()).not.toBeNull();
    const inJob = () => context.get(UnitOfWork).run((tx) => context.get(Askers).now(tx, askerOf(who.actor)));
    expect(await inJob()).toMatchObject({ personId: who.personId, grants: [] });
    await context
      .get(UnitOfWork)
      .run((tx) =>
        context
          .get(Grants)
          .grant(tx, { personId: who.personId, role: 'auditor', unitIds, from: '2026-01-01', by: null }),
      );
    expect(await program()).toBeNull();
    expect(await inJob()).toBeNull();
    // Nor does setting it up give the token what the password alone had made.
    const { step } = await signIn(context, who);
    const { secret } = await steps.beginSetUp(step!.token);
    await steps.bySetUp(step!.token, totpCode(secret, context.clock.now()), ORIGIN);
    expect(await program()).toBeNull();
    expect(await inJob()).toMatchObject({ grants: [] });
  });

  it('is not gone around by a session that outlives the day before the role', async () => {
    const who = await someone(context, { roles: ['committee'], unitIds, from: '2026-12-01' });
    const { code } = await secure(context, who);
    const { token } = await steps.byCode((await signIn(context, who)).step!.token, code(), ORIGIN);
    const grantless = { ...who.actor, grants: [] };
    expect((await context.get(OwnSecondFactor).state(grantless)).compulsory).toBe(true);
    await expect(context.get(OwnSecondFactor).remove(grantless, code(30))).rejects.toMatchObject({
      code: 'second-factor.compulsory',
    });
    // However it went away: on the day there is nobody behind the session.
    await context.db.query('DELETE FROM second_factor WHERE person_id = $1', [who.personId]);
    expect(await resolve(token)).not.toBeNull();
    context.clock.advance(11 * 86_400);
    await context.db.query('UPDATE session SET created_at = $2, last_seen_at = $2 WHERE person_id = $1', [
      who.personId,
      context.clock.now(),
    ]);
    expect(await resolve(token!)).toBeNull();
  });

  it('is always on in production and where the variable asks, whatever a row says', async () => {
    await set(0);
    const settings = context.get(SecuritySettings);
    expect(settings.value('second-factor.compulsory')).toBe(0);
    for (const environment of [{ nodeEnv: 'production' }, { hvsRequireTotp: '1' }]) {
      const before = { ...context.config };
      Object.assign(context.config, environment);
      expect(settings.value('second-factor.compulsory')).toBe(1);
      await expect(set(0)).rejects.toMatchObject({ code: 'setting.fixed' });
      Object.assign(context.config, before);
    }
    await set(1);
  });
});
