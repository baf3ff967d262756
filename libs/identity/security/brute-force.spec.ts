import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countStatements } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { codeSentTo, makeCommune, signUpForm } from '../identity.fixtures.js';
import { IdentityModule } from '../identity.module.js';
import { Passwords } from '../passwords.service.js';
import { SignIn } from '../sign-in.service.js';
import { SignUp } from '../sign-up.service.js';
import { PASSWORD, someone, type Someone } from './security.fixtures.js';

const VILLAGE = '10.20.30.40';

describe('guessing passwords', () => {
  let context: TestContext;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
  });
  afterAll(() => context.close());
  beforeEach(() => context.db.query('DELETE FROM throttle'));

  const tryAt = (ip: string, phone: string, password: string) =>
    context
      .get(SignIn)
      .withPassword(phone, password, { ip, port: 1 })
      .then(
        () => 'in' as const,
        ({ kind }: { kind: string }) => (kind === 'throttled' ? ('slowed' as const) : ('refused' as const)),
      );

  it('on one account ends after five tries, each from an address of its own', async () => {
    const who = await someone(context);
    for (let i = 0; i < 5; i += 1) expect(await tryAt(`203.0.113.${i}`, who.phone, `đoán lần ${i}`)).toBe('refused');
    expect(await tryAt('203.0.113.77', who.phone, PASSWORD)).toBe('refused');
    const [{ locked }] = await context.db.query(
      'SELECT locked_until > $2 AS locked FROM account WHERE person_id = $1',
      [who.personId, context.clock.now()],
    );
    expect(locked).toBe(true);
  });

  it('on one account is five tries also when they come at once from many addresses', async () => {
    const who = await someone(context);
    const results = await Promise.all(
      Array.from({ length: 15 }, (_, i) => tryAt(`198.51.100.${i}`, who.phone, i === 14 ? PASSWORD : 'đoán')),
    );
    expect(results.filter((result) => result === 'in').length).toBeLessThanOrEqual(1);
    const [{ failed }] = await context.db.query('SELECT failed_count AS failed FROM account WHERE person_id = $1', [
      who.personId,
    ]);
    expect(failed).toBeLessThanOrEqual(5);
  });

  it('on many accounts from one address is slowed to a walk, whether the accounts exist or not', async () => {
    const real = await Promise.all([someone(context), someone(context), someone(context)]);
    const phones = Array.from({ length: 160 }, (_, i) => `0397${String(i).padStart(6, '0')}`);
    const results: string[] = [];
    for (const phone of phones) results.push(await tryAt(VILLAGE, phone, 'một mật khẩu cho tất cả'));
    expect(results.slice(0, 100).every((result) => result === 'refused')).toBe(true);
    expect(results.filter((result) => result === 'refused').length).toBeLessThanOrEqual(110);
    expect(results.at(-1)).toBe('slowed');
    // An account that exists is answered alike.
    expect(await tryAt(VILLAGE, real[0]!.phone, 'một mật khẩu cho tất cả')).toBe('slowed');
    // Another village notices nothing, and this one gets in a minute later.
    expect(await tryAt('10.20.30.41', real[1]!.phone, PASSWORD)).toBe('in');
    await context.db.query(
      `UPDATE throttle SET window_start = window_start - interval '61 seconds' WHERE key LIKE 'sign-in:slow:%'`,
    );
    expect(await tryAt(VILLAGE, real[2]!.phone, PASSWORD)).toBe('in');
  });

  it('does not keep out a village that mistypes: hundreds of people through one address', async () => {
    const people: Someone[] = [];
    for (let i = 0; i < 24; i += 1) people.push(await someone(context));
    for (const [i, { phone }] of people.entries()) {
      if (i % 3 === 0) expect(await tryAt(VILLAGE, phone, 'gõ nhầm rồi')).toBe('refused');
      expect(await tryAt(VILLAGE, phone, PASSWORD)).toBe('in');
    }
    // The rest, as the counters would stand: one in three slipped once, in the hour.
    await context.db.query(`UPDATE throttle SET hits = 99 WHERE key = $1`, [`sign-in:failed:${VILLAGE}`]);
    expect(await tryAt(VILLAGE, people[0]!.phone, PASSWORD)).toBe('in');
  });
});

describe('what the doors tell about a phone', () => {
  let context: TestContext;
  let communeId: string;
  let known: Someone;
  const ORIGIN = { ip: '192.0.2.1', port: 1 };
  const unknown = '0398000001';

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    communeId = await makeCommune(context);
    known = await someone(context);
  });
  afterAll(() => context.close());
  beforeEach(() => context.db.query('DELETE FROM throttle'));

  /** What came back and how many statements it took. */
  async function measured(work: () => Promise<unknown>) {
    const { result, statements } = await countStatements(() =>
      work().then(
        (value) => ({ value: Object.keys(value as object).sort() }),
        ({ kind, code, fields, data }) => ({ kind, code, fields, data }),
      ),
    );
    return { result, statements: statements.length };
  }

  it('is the same at sign-in, known or not, by answer and by work', async () => {
    const at = (phone: string) => measured(() => context.get(SignIn).withPassword(phone, 'sai mật khẩu rồi', ORIGIN));
    expect(await at(known.phone)).toEqual(await at(unknown));
  });

  it('is the same for a forgotten password', async () => {
    const at = (phone: string) => measured(() => context.get(Passwords).beginReset(phone, ORIGIN));
    const [one, other] = [await at(known.phone), await at(unknown)];
    expect(one.result).toEqual(other.result);
    // The message to send is the whole difference, and it is sent by a job.
    expect(one.statements - other.statements).toBeLessThanOrEqual(2);
    const confirm = async (phone: string) => {
      const { requestId } = await context.get(Passwords).beginReset(phone, ORIGIN);
      return measured(() =>
        context.get(Passwords).confirmReset({ requestId, code: '12', password: 'chợ phiên San Thàng' }, ORIGIN),
      );
    };
    expect(await confirm(known.phone)).toEqual(await confirm(unknown));
  });

  it('is the same at sign-up until the code has proven whose phone it is', async () => {
    const at = (phone: string) => measured(() => context.get(SignUp).begin(signUpForm(communeId, { phone }), ORIGIN));
    expect(await at(known.phone)).toEqual(await at(unknown));
    const { requestId } = await context.get(SignUp).begin(signUpForm(communeId, { phone: known.phone }), ORIGIN);
    const code = await codeSentTo(context, known.phone.replace(/^0/, '+84'));
    await expect(context.get(SignUp).confirm(requestId, code, ORIGIN)).rejects.toMatchObject({
      code: 'sign-up.phone-has-account',
    });
  });
});
