import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { JobRunner, countStatements } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Messages } from '#libs/notifications';
import type { Actor } from './actor.js';
import { ApiTokens } from './api-tokens.service.js';
import { ORIGIN, codeSentTo, makeCommune, sessionOf, signUpForm, wrong } from './identity.fixtures.js';
import { IdentityModule } from './identity.module.js';
import { ChangePhone } from './change-phone.service.js';
import { People } from './people.service.js';
import { Passwords } from './passwords.service.js';
import { Sessions } from './sessions.service.js';
import { SignIn } from './sign-in.service.js';
import { SignUp } from './sign-up.service.js';

const OLD = 'ruộng bậc thang';
const NEW = 'chợ phiên San Thàng';

describe('a new password', () => {
  let context: TestContext;
  let passwords: Passwords;
  let communeId: string;
  let next = 912_000_000;
  let phone: { typed: string; kept: string };
  let session: string;
  let actor: Actor;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    passwords = context.get(Passwords);
    communeId = await makeCommune(context);
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    next += 1;
    phone = { typed: `0${next}`, kept: `+84${next}` };
    const { requestId } = await context.get(SignUp).begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN);
    session = sessionOf(await context.get(SignUp).confirm(requestId, await codeSentTo(context, phone.kept), ORIGIN));
    actor = (await resolve(session))!;
    context.clock.advance(1);
  });

  const resolve = (token: string) => context.get(Sessions).resolve(token, ORIGIN);
  const signIn = (password: string) => context.get(SignIn).withPassword(phone.typed, password, ORIGIN);
  const reset = (requestId: string, code: string, password = NEW) =>
    passwords.confirmReset({ requestId, code, password }, ORIGIN);

  it('comes by the old one and ends every other session and token', async () => {
    const other = sessionOf(await signIn(OLD));
    const { token } = await context.get(ApiTokens).issue(actor, 'bảng số liệu', 30);
    await passwords.change(actor, OLD, NEW);
    expect(await resolve(session)).not.toBeNull();
    expect(await resolve(other)).toBeNull();
    expect(await context.get(ApiTokens).resolve(token, ORIGIN)).toBeNull();
    await expect(signIn(OLD)).rejects.toMatchObject({ code: 'sign-in.refused' });
    await signIn(NEW);
  });

  it('is refused without the old one, when weak, and to a program', async () => {
    await expect(passwords.change(actor, 'sai', NEW)).rejects.toMatchObject({
      fields: { currentPassword: 'password.wrong' },
    });
    await expect(passwords.change(actor, OLD, `số của tôi ${phone.typed}`)).rejects.toMatchObject({
      fields: { password: 'password.is-phone' },
    });
    await expect(passwords.change(actor, OLD, 'Lò Thị Mai 1968')).rejects.toMatchObject({
      fields: { password: 'password.is-name' },
    });
    await expect(passwords.change(actor, OLD, 'ngắn thôi')).rejects.toMatchObject({
      fields: { password: 'password.too-short' },
      data: { minLength: 14 },
    });
    await expect(passwords.change({ ...actor, via: 'token' }, OLD, NEW)).rejects.toMatchObject({ kind: 'forbidden' });
    await signIn(OLD);
  });

  it('comes by a code sent to the phone, opens a locked account and signs in', async () => {
    for (let i = 0; i < 5; i += 1) await signIn('sai mật khẩu').catch(() => undefined);
    const { requestId } = await passwords.beginReset(phone.typed, ORIGIN);
    const code = await codeSentTo(context, phone.kept);
    await expect(reset(requestId, wrong(code))).rejects.toMatchObject({ code: 'code.wrong', data: { triesLeft: 4 } });
    await expect(reset(requestId, code, `số của tôi ${phone.typed}`)).rejects.toMatchObject({
      fields: { password: 'password.is-phone' },
    });
    const entered = await reset(requestId, code);
    expect(entered.personId).toBe(actor.personId);
    expect(await resolve(sessionOf(entered))).not.toBeNull();
    expect(await resolve(session)).toBeNull();
    await signIn(NEW);
    await expect(reset(requestId, code, OLD)).rejects.toMatchObject({ code: 'code.used' });
  });

  it('answers a phone without an account alike, and sends it nothing', async () => {
    const before = await context.db.query('SELECT count(*) AS n FROM outbound_message');
    const { requestId } = await passwords.beginReset('0987 654 321', ORIGIN);
    expect(await context.db.query('SELECT count(*) AS n FROM outbound_message')).toEqual(before);
    await expect(reset(requestId, '000000')).rejects.toMatchObject({ code: 'code.wrong' });
  });

  it('does the same work for a phone without an account', async () => {
    const known = await countStatements(() => passwords.beginReset(phone.typed, ORIGIN));
    const unknown = await countStatements(() => passwords.beginReset('0987 654 322', ORIGIN));
    expect(unknown.statements).toEqual(known.statements);
    await context.get(JobRunner).drain();
    expect(await context.db.query(`SELECT 1 FROM job WHERE done_at IS NULL`)).toEqual([]);
  });

  describe('with another phone', () => {
    const change = (phoneText: string, currentPassword = OLD) =>
      context.get(ChangePhone).begin(actor, { phone: phoneText, currentPassword });
    const confirm = (who: Actor, requestId: string, code: string) =>
      context.get(ChangePhone).confirm(who, requestId, code);

    it('lets in by the new one only, and tells the old one', async () => {
      const { token } = await context.get(ApiTokens).issue(actor, 'bảng số liệu', 30);
      const stranger = { ...actor, personId: '01934b5e-0000-7000-8000-000000000000' };
      const stolen = await change('0359 000 001');
      await expect(
        confirm(stranger, stolen.requestId, await codeSentTo(context, '+84359000001')),
      ).rejects.toMatchObject({ code: 'code.ended' });
      context.clock.advance(1);
      const { requestId } = await change('0359 000 001');
      const code = await codeSentTo(context, '+84359000001');
      await expect(confirm({ ...actor, via: 'token' }, requestId, code)).rejects.toMatchObject({ kind: 'forbidden' });
      await confirm(actor, requestId, code);
      expect(await context.get(People).find(actor.personId)).toMatchObject({
        phone: '+84359000001',
        phoneVerified: true,
      });
      expect([await resolve(session), await context.get(ApiTokens).resolve(token, ORIGIN)]).toEqual([
        expect.objectContaining({ personId: actor.personId }),
        null,
      ]);
      await expect(signIn(OLD)).rejects.toMatchObject({ code: 'sign-in.refused' });
      await context.get(SignIn).withPassword('0359000001', OLD, ORIGIN);
      const told = (await context.get(Messages).inSink(20)).find(({ to }) => to === phone.kept)!;
      expect(told.text).toContain('0359 *** *01');
      await expect(confirm(actor, requestId, code)).rejects.toMatchObject({ code: 'code.used' });
    });

    it('asks for the password and a mobile, and tells only its holder that a phone is taken', async () => {
      await expect(change('0359000002', 'sai')).rejects.toMatchObject({
        fields: { currentPassword: 'password.wrong' },
      });
      await expect(change('02133876543')).rejects.toMatchObject({ fields: { phone: 'phone.invalid' } });
      const { requestId } = await change('0359000001');
      const code = await codeSentTo(context, '+84359000001');
      await expect(confirm(actor, requestId, wrong(code))).rejects.toMatchObject({ code: 'code.wrong' });
      await expect(confirm(actor, requestId, code)).rejects.toMatchObject({ code: 'phone.taken' });
      await signIn(OLD);
    });
  });

  it('takes no code that was sent for something else', async () => {
    const { requestId } = await context.get(SignUp).begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN);
    await expect(reset(requestId, await codeSentTo(context, phone.kept))).rejects.toMatchObject({ code: 'code.ended' });
  });

  it('is none of the last ten, the one in use included, however it is set', async () => {
    const all = Array.from({ length: 11 }, (_, i) => `bài hát then số ${i} của bản`);
    let current = OLD;
    for (const password of all) {
      await passwords.change(actor, current, password);
      current = password;
      context.clock.advance(1);
      await context.db.query('DELETE FROM throttle');
    }
    const refused = { fields: { password: 'password.used-before' }, data: { kept: 10 } };
    for (const password of [all[10]!, all[9]!, all[1]!, all[5]!.normalize('NFD')])
      await expect(passwords.change(actor, current, password)).rejects.toMatchObject(refused);
    const { requestId } = await passwords.beginReset(phone.typed, ORIGIN);
    const code = await codeSentTo(context, phone.kept);
    await expect(reset(requestId, code, all[3]!)).rejects.toMatchObject(refused);
    const [{ kept, row }] = await context.db.query(
      'SELECT count(*)::int AS kept, max(h::text) AS row FROM password_history h WHERE person_id = $1',
      [actor.personId],
    );
    expect(kept).toBe(10);
    expect(row).toContain('argon2id');
    await passwords.change(actor, current, all[0]!);
  });
});
