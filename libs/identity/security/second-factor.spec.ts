import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestContext, type TestContext } from '#libs/testing';
import { ORIGIN, sessionOf } from '../identity.fixtures.js';
import { IdentityModule } from '../identity.module.js';
import { Sessions } from '../sessions.service.js';
import { OwnSecondFactor } from './own-second-factor.service.js';
import { recoveryCodeHash } from './recovery-codes.js';
import { SecondStep } from './second-step.service.js';
import { PASSWORD, secure, signIn, someone, type Someone } from './security.fixtures.js';
import { totpCode } from './totp.js';

describe('a second factor', () => {
  let context: TestContext;
  let steps: SecondStep;
  let who: Someone;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    steps = context.get(SecondStep);
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    who = await someone(context);
    // Away from the border between two time steps.
    context.clock.set(new Date(Math.ceil(context.clock.now().getTime() / 30_000) * 30_000 + 10_000));
  });

  const resolve = (token: string) => context.get(Sessions).resolve(token, ORIGIN);
  const owed = async () => {
    const { step } = await signIn(context, who);
    return step!.token;
  };
  const answer = (token: string, code: string) => steps.byCode(token, code, ORIGIN);
  const wrong = { kind: 'invalid', code: 'second-factor.wrong' };

  it('is asked for after the password, and what is given then is no session', async () => {
    const { code } = await secure(context, who);
    const entered = await signIn(context, who);
    expect(entered).toEqual({
      personId: who.personId,
      token: null,
      step: { token: expect.any(String), need: 'code' },
    });
    expect(await resolve(entered.step!.token)).toBeNull();
    const { token } = await answer(entered.step!.token, code());
    expect((await resolve(token))?.personId).toBe(who.personId);
  });

  it('is good once: the step, and the code within its thirty seconds', async () => {
    const { code } = await secure(context, who);
    const step = await owed();
    await answer(step, code());
    await expect(answer(step, code(30))).rejects.toMatchObject({ kind: 'gone', code: 'second-factor.step-ended' });
    await expect(answer(await owed(), code())).rejects.toMatchObject(wrong);
    await expect(answer(await owed(), code(-30))).rejects.toMatchObject(wrong);
    context.clock.advance(30);
    await answer(await owed(), code());
  });

  it('is taken once when it is sent twice at the same time', async () => {
    const { code } = await secure(context, who);
    const [one, two] = [await owed(), await owed()];
    const results = await Promise.allSettled([answer(one, code()), answer(two, code())]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each([
    [-30, true],
    [30, true],
    [-60, false],
    [60, false],
  ])('forgives a clock that is %p seconds off: %p', async (seconds, taken) => {
    const { code } = await secure(context, who);
    context.clock.advance(300);
    const result = answer(await owed(), code(seconds));
    if (taken) await result;
    else await expect(result).rejects.toMatchObject(wrong);
  });

  it('gives five tries to a step, however right the sixth is', async () => {
    const { code } = await secure(context, who);
    const step = await owed();
    const other = String((Number(code()) + 1) % 1_000_000).padStart(6, '0');
    for (let i = 0; i < 5; i += 1) await expect(answer(step, other)).rejects.toMatchObject(wrong);
    await expect(answer(step, code())).rejects.toMatchObject({ kind: 'gone' });
  });

  it('is throttled for the person, through whichever steps the guesses come', async () => {
    const { code } = await secure(context, who);
    const other = String((Number(code()) + 1) % 1_000_000).padStart(6, '0');
    for (let i = 0; i < 10; i += 1) await expect(answer(await owed(), other)).rejects.toMatchObject(wrong);
    await expect(answer(await owed(), code())).rejects.toMatchObject({ kind: 'throttled' });
  });

  it('ends its step after ten minutes', async () => {
    const { code } = await secure(context, who);
    const step = await owed();
    context.clock.advance(600);
    expect(await steps.find(step)).toBeNull();
    await expect(answer(step, code())).rejects.toMatchObject({ kind: 'gone' });
  });

  it('is replaced by a recovery code, each once, however it is typed', async () => {
    const { recoveryCodes } = await secure(context, who);
    expect(new Set(recoveryCodes).size).toBe(10);
    await answer(await owed(), recoveryCodes[0]!);
    await expect(answer(await owed(), recoveryCodes[0]!)).rejects.toMatchObject(wrong);
    await answer(await owed(), recoveryCodes[1]!.toUpperCase().replaceAll('-', ' '));
    expect((await context.get(OwnSecondFactor).state(who.actor)).codesLeft).toBe(8);
  });

  it('keeps neither secret nor recovery code readable', async () => {
    const { secret, recoveryCodes } = await secure(context, who);
    const [{ row }] = await context.db.query('SELECT f::text AS row FROM second_factor f WHERE person_id = $1', [
      who.personId,
    ]);
    expect(row).not.toContain(secret);
    const codes = await context.db.query(
      'SELECT c::text AS row, code_hash AS hash FROM recovery_code c WHERE person_id = $1',
      [who.personId],
    );
    for (const { row: text } of codes) for (const code of recoveryCodes) expect(text).not.toContain(code.slice(0, 9));
    expect(
      codes.some(({ hash }: { hash: Buffer }) => hash.equals(recoveryCodeHash(who.personId, recoveryCodes[0]!))),
    ).toBe(true);
  });

  describe('of one’s own', () => {
    const own = () => context.get(OwnSecondFactor);

    it('is begun with the password, confirmed by a first code, and ends other sessions', async () => {
      const [mine, other] = [sessionOf(await signIn(context, who)), sessionOf(await signIn(context, who))];
      const actor = (await resolve(mine))!;
      await expect(own().begin(actor, 'sai')).rejects.toMatchObject({ fields: { currentPassword: 'password.wrong' } });
      expect((await own().state(actor)).pending).toBeNull();
      await own().begin(actor, PASSWORD);
      const { pending } = await own().state(actor);
      expect(pending!.uri).toMatch(/^otpauth:\/\/totp\/.*secret=/);
      await expect(own().confirm(actor, '000000')).rejects.toMatchObject(wrong);
      expect(await own().confirm(actor, totpCode(pending!.secret, context.clock.now()))).toHaveLength(10);
      expect(await resolve(mine)).not.toBeNull();
      expect(await resolve(other)).toBeNull();
      expect((await own().state(actor)).pending).toBeNull();
      await expect(own().begin(actor, PASSWORD)).rejects.toMatchObject({ code: 'second-factor.set' });
    });

    it('is not confirmed by a secret that was shown long ago', async () => {
      await own().begin(who.actor, PASSWORD);
      const { secret } = (await own().state(who.actor)).pending!;
      context.clock.advance(1801);
      await expect(own().confirm(who.actor, totpCode(secret, context.clock.now()))).rejects.toMatchObject({
        code: 'second-factor.begin-again',
      });
      await own().begin(who.actor, PASSWORD);
      expect((await own().state(who.actor)).pending!.secret).not.toBe(secret);
    });

    it('renews its recovery codes and goes away for a code, never for a program', async () => {
      const { code, recoveryCodes } = await secure(context, who);
      const fresh = await own().renewCodes(who.actor, code());
      await expect(answer(await owed(), recoveryCodes[0]!)).rejects.toMatchObject(wrong);
      await expect(own().remove({ ...who.actor, via: 'token' }, fresh[0]!)).rejects.toMatchObject({
        kind: 'forbidden',
      });
      await expect(own().remove(who.actor, '123')).rejects.toMatchObject(wrong);
      await own().remove(who.actor, fresh[0]!);
      expect((await signIn(context, who)).token).not.toBeNull();
    });
  });
});
