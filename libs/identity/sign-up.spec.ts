import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Consents, LEARNING_CONSENT } from './consents.service.js';
import { ORIGIN, codeSentTo, makeCommune, signUpForm, wrong } from './identity.fixtures.js';
import { IdentityModule } from './identity.module.js';
import { People } from './people.service.js';
import { Sessions } from './sessions.service.js';
import { SignIn } from './sign-in.service.js';
import { SignUpListeners, type SignedUp } from './sign-up-listeners.js';
import { SignUp } from './sign-up.service.js';

describe('sign-up', () => {
  let context: TestContext;
  let communeId: string;
  let signUp: SignUp;
  const told: SignedUp[] = [];
  let fail = false;
  let next = 912_000_000;
  /** A phone of the test's own, as typed and as kept. */
  const freshPhone = () => {
    next += 1;
    return { typed: `0${next}`, kept: `+84${next}` };
  };
  const peopleCount = async () => (await context.db.query('SELECT count(*) AS n FROM person'))[0].n;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    communeId = await makeCommune(context);
    signUp = context.get(SignUp);
    context.get(SignUpListeners).register({
      async onSignUp(_tx, signedUp) {
        if (fail) throw new Error('listener is ill');
        told.push(signedUp);
      },
    });
  });
  afterAll(() => context.close());

  it('creates nothing before the code, then person, account, consent and a session', async () => {
    const phone = freshPhone();
    const before = await peopleCount();
    const { requestId } = await signUp.begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN);
    expect(await peopleCount()).toBe(before);
    expect(told).toEqual([]);

    context.clock.advance(60);
    const { token, personId } = await signUp.confirm(
      requestId,
      await codeSentTo(context, phone.kept),
      ORIGIN,
      'Firefox',
    );
    expect(await context.get(People).find(personId)).toMatchObject({
      fullName: 'Lò Thị Mai',
      birthYear: 1968,
      phone: phone.kept,
      phoneVerified: true,
    });
    expect(told).toEqual([{ personId, communeId, known: false }]);
    expect(await context.get(Consents).current(personId)).toEqual([
      {
        ...LEARNING_CONSENT,
        action: 'given',
        method: 'sign-up-form',
        at: new Date(context.clock.now().getTime() - 60_000),
      },
    ]);
    expect(await context.get(Sessions).resolve(token!, ORIGIN)).toMatchObject({
      personId,
      displayName: 'Lò Thị Mai',
      grants: [],
      via: 'session',
    });
    expect((await context.get(SignIn).withPassword(phone.typed, 'ruộng bậc thang', ORIGIN)).personId).toBe(personId);
  });

  it('takes a form sent twice at once for one, and a changed form for another', async () => {
    const phone = freshPhone();
    const form = signUpForm(communeId, { phone: phone.typed });
    const sent = async () =>
      (
        await context.db.query(
          'SELECT count(*) AS n FROM verification_code WHERE phone_index IN (SELECT phone_index FROM verification_code WHERE id = $1)',
          [first!.requestId],
        )
      )[0].n;
    const [first, second] = await Promise.all([signUp.begin(form, ORIGIN), signUp.begin(form, ORIGIN)]);
    expect([second, await sent()]).toEqual([first, 1]);
    for (const changed of [{ fullName: 'Lò Thị Mải' }, { password: 'mật khẩu khác hẳn' }])
      expect(await signUp.begin({ ...form, ...changed }, ORIGIN)).not.toEqual(first);
    expect(await sent()).toBe(3);
    context.clock.advance(61);
    expect(await signUp.begin(form, ORIGIN)).not.toEqual(first);
  });

  it('keeps neither the phone, nor the password, nor the code readable', async () => {
    const phone = freshPhone();
    await signUp.begin(signUpForm(communeId, { phone: phone.typed, password: 'bí mật lắm nhé' }), ORIGIN);
    const code = await codeSentTo(context, phone.kept);
    const stored = JSON.stringify([
      await context.db.query('SELECT * FROM verification_code'),
      await context.db.query('SELECT * FROM outbound_message'),
      await context.db.query('SELECT * FROM identity'),
      await context.db.query('SELECT payload FROM job'),
    ]);
    for (const secret of [phone.typed, phone.kept, 'bí mật', `"${code}"`]) expect(stored).not.toContain(secret);
    expect(stored).not.toContain('argon2');
  });

  it('answers a phone that has an account like one that has none, and tells only who holds the phone', async () => {
    const phone = freshPhone();
    const form = signUpForm(communeId, { phone: phone.typed });
    const first = await signUp.begin(form, ORIGIN);
    await signUp.confirm(first.requestId, await codeSentTo(context, phone.kept), ORIGIN);

    const again = await signUp.begin(form, ORIGIN);
    expect(Object.keys(again)).toEqual(Object.keys(first));
    const code = await codeSentTo(context, phone.kept);
    await expect(signUp.confirm(again.requestId, wrong(code), ORIGIN)).rejects.toMatchObject({ code: 'code.wrong' });
    await expect(signUp.confirm(again.requestId, code, ORIGIN)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'sign-up.phone-has-account',
    });
  });

  it('takes five tries, and the right code no more after them', async () => {
    const phone = freshPhone();
    const { requestId } = await signUp.begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN);
    const code = await codeSentTo(context, phone.kept);
    for (const triesLeft of [4, 3, 2, 1]) {
      await expect(signUp.confirm(requestId, wrong(code), ORIGIN)).rejects.toMatchObject({
        code: 'code.wrong',
        data: { triesLeft },
      });
    }
    await expect(signUp.confirm(requestId, wrong(code), ORIGIN)).rejects.toMatchObject({ code: 'code.ended' });
    await expect(signUp.confirm(requestId, code, ORIGIN)).rejects.toMatchObject({ kind: 'gone', code: 'code.ended' });
  });

  it('takes a code with spaces for ten minutes, and not after them', async () => {
    const [late, spaced] = [freshPhone(), freshPhone()];
    const one = await signUp.begin(signUpForm(communeId, { phone: late.typed }), ORIGIN);
    const two = await signUp.begin(signUpForm(communeId, { phone: spaced.typed }), ORIGIN);
    context.clock.advance(599);
    await signUp.confirm(two.requestId, (await codeSentTo(context, spaced.kept)).replace(/(...)/, '$1 '), ORIGIN);
    context.clock.advance(1);
    await expect(signUp.confirm(one.requestId, await codeSentTo(context, late.kept), ORIGIN)).rejects.toMatchObject({
      code: 'code.ended',
    });
  });

  it('sends another code in place of the first, at most one a minute', async () => {
    const phone = freshPhone();
    const first = await signUp.begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN);
    const oldCode = await codeSentTo(context, phone.kept);
    context.clock.advance(3600);
    const [second, twice] = await Promise.all([1, 2].map(() => signUp.resend(first.requestId, ORIGIN)));
    expect([twice, await signUp.resend(first.requestId, ORIGIN)]).toEqual([second, second]);
    await expect(signUp.confirm(first.requestId, oldCode, ORIGIN)).rejects.toMatchObject({ code: 'code.ended' });
    await expect(signUp.resend(second!.requestId, ORIGIN)).rejects.toMatchObject({ kind: 'throttled' });
    await signUp.confirm(second!.requestId, await codeSentTo(context, phone.kept), ORIGIN);
    await expect(signUp.resend(second!.requestId, ORIGIN)).rejects.toMatchObject({ code: 'code.ended' });
  });

  it('sends five codes an hour to one phone, known or not', async () => {
    const phone = freshPhone();
    for (let i = 0; i < 5; i += 1) await signUp.begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN);
    await expect(signUp.begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN)).rejects.toMatchObject({
      kind: 'throttled',
    });
  });

  it('makes one account of a button pressed twice', async () => {
    const phone = freshPhone();
    const { requestId } = await signUp.begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN);
    const code = await codeSentTo(context, phone.kept);
    const before = await peopleCount();
    const results = await Promise.allSettled([
      signUp.confirm(requestId, code, ORIGIN),
      signUp.confirm(requestId, code, ORIGIN),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'code.used' } });
    expect(await peopleCount()).toBe(before + 1);
  });

  it('makes one account when two forms for one phone are confirmed at once', async () => {
    const phone = freshPhone();
    const codes: [string, string][] = [];
    for (let i = 0; i < 2; i += 1) {
      const { requestId } = await signUp.begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN);
      codes.push([requestId, await codeSentTo(context, phone.kept)]);
      context.clock.advance(1);
    }
    const results = await Promise.allSettled(codes.map(([id, code]) => signUp.confirm(id, code, ORIGIN)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('leaves the code usable and nothing behind when a listener fails', async () => {
    const phone = freshPhone();
    const { requestId } = await signUp.begin(signUpForm(communeId, { phone: phone.typed }), ORIGIN);
    const code = await codeSentTo(context, phone.kept);
    const before = await peopleCount();
    fail = true;
    await expect(signUp.confirm(requestId, code, ORIGIN)).rejects.toThrow('listener is ill');
    fail = false;
    expect(await peopleCount()).toBe(before);
    await signUp.confirm(requestId, code, ORIGIN);
    expect(await peopleCount()).toBe(before + 1);
  });

  it('gives the account to the one roster person with this phone, name and birth year', async () => {
    const [phone, shared] = [freshPhone(), freshPhone()];
    const add = (fullName: string, birthYear: number | null, to = phone) =>
      context.get(UnitOfWork).run((tx) => context.get(People).create(tx, { fullName, birthYear, phone: to.kept }));
    const official = await add('LÒ THỊ MAI', null);
    await add('Lò Văn Mai', 1968);
    await add('Lò Thị Mai', 1999);
    await add('Lò Thị Mai', 1968, shared);
    await add('Lò Thị Mai', 1968, shared);
    const enter = async (who: typeof phone) => {
      const { requestId } = await signUp.begin(signUpForm(communeId, { phone: who.typed }), ORIGIN);
      return (await signUp.confirm(requestId, await codeSentTo(context, who.kept), ORIGIN)).personId;
    };
    expect(await enter(phone)).toBe(official);
    expect(told.at(-1)).toEqual({ personId: official, communeId, known: true });
    expect(await context.get(People).find(official)).toMatchObject({
      fullName: 'LÒ THỊ MAI',
      birthYear: 1968,
      phoneVerified: true,
    });
    await enter(shared);
    expect(told.at(-1)?.known).toBe(false);
  });

  it('gives no second account to a person who has one under another phone', async () => {
    const [old, phone] = [freshPhone(), freshPhone()];
    const enter = async (who: typeof phone) => {
      const { requestId } = await signUp.begin(signUpForm(communeId, { phone: who.typed }), ORIGIN);
      return (await signUp.confirm(requestId, await codeSentTo(context, who.kept), ORIGIN)).personId;
    };
    const first = await enter(old);
    await context.get(UnitOfWork).run((tx) => context.get(People).update(tx, first, { phone: phone.kept }));
    expect(await enter(phone)).not.toBe(first);
  });

  it('says beside each field what is wrong, all at once', async () => {
    const nothing = { fullName: ' ', phone: '12', password: 'ngắn', birthYear: 1850, communeId: 'x', consent: false };
    await expect(signUp.begin(nothing, ORIGIN)).rejects.toMatchObject({
      kind: 'invalid',
      fields: {
        fullName: 'name.required',
        phone: 'phone.invalid',
        password: 'password.too-short',
        birthYear: 'birth-year.invalid',
        communeId: 'commune.required',
        consent: 'consent.required',
      },
    });
  });

  it('refuses a landline, and a unit that is no commune', async () => {
    const refused = (change: object) => expect(signUp.begin(signUpForm(communeId, change), ORIGIN)).rejects;
    await refused({ phone: '0213 3876 543' }).toMatchObject({ fields: { phone: 'phone.invalid' } });
    await refused({ communeId: '01934b5e-0000-7000-8000-000000000000' }).toMatchObject({
      fields: { communeId: 'commune.required' },
    });
  });

  it('deletes forms that were never confirmed after a day', async () => {
    const [forgotten, later] = [freshPhone(), freshPhone()];
    const { requestId } = await signUp.begin(signUpForm(communeId, { phone: forgotten.typed }), ORIGIN);
    context.clock.advance(24 * 3600 + 1);
    await expect(signUp.resend(requestId, ORIGIN)).rejects.toMatchObject({ code: 'code.ended' });
    await signUp.begin(signUpForm(communeId, { phone: later.typed }), ORIGIN);
    expect(await context.db.query('SELECT 1 FROM verification_code WHERE id = $1', [requestId])).toEqual([]);
  });
});
