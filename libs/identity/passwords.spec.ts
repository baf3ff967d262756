import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestContext, type TestContext } from '#libs/testing';
import type { Actor } from './actor.js';
import { ApiTokens } from './api-tokens.service.js';
import { ORIGIN, codeSentTo, makeCommune, sessionOf, signUpForm, wrong } from './identity.fixtures.js';
import { IdentityModule } from './identity.module.js';
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
