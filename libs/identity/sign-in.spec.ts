import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { UnitOfWork, countStatements, newId } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { ORIGIN, sessionOf } from './identity.fixtures.js';
import { IdentityModule } from './identity.module.js';
import { hashPassword } from './password.js';
import { hashWorkers } from './security/hashing/hash-workers.js';
import { People } from './people.service.js';
import { Sessions } from './sessions.service.js';
import { SignIn } from './sign-in.service.js';
import { phoneIndex } from './identity-fields.js';
import { KeyRing } from '#libs/platform';

const PASSWORD = 'ruộng bậc thang';

describe('sign-in', () => {
  let context: TestContext;
  let signIn: SignIn;
  let passwordHash: string;
  let next = 0;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    signIn = context.get(SignIn);
    passwordHash = await hashPassword(PASSWORD);
  });
  afterAll(() => context.close());

  /** A person with an account; the phone as they would type it. */
  async function person() {
    next += 1;
    const phone = `+8498${String(next).padStart(7, '0')}`;
    const personId = await context.get(UnitOfWork).run(async (tx) => {
      const id = await context.get(People).create(tx, { fullName: 'Vàng A Sử', phone });
      await tx.query('INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, $4)', [
        newId(),
        id,
        phoneIndex(context.get(KeyRing), phone),
        passwordHash,
      ]);
      return id;
    });
    return { personId, phone: phone.replace('+84', '0') };
  }
  const refused = (phone: string, password: string) =>
    expect(signIn.withPassword(phone, password, ORIGIN)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'sign-in.refused',
      data: { times: 5, minutes: 15 },
    });

  it('takes the right password and starts a session', async () => {
    const { personId, phone } = await person();
    const signedIn = await signIn.withPassword(phone, PASSWORD, ORIGIN, 'Chrome');
    expect(signedIn.personId).toBe(personId);
    expect((await context.get(Sessions).resolve(sessionOf(signedIn), ORIGIN))?.personId).toBe(personId);
  });

  it('costs seven statements', async () => {
    const { phone } = await person();
    const { statements } = await countStatements(() => signIn.withPassword(phone, PASSWORD, ORIGIN));
    expect(statements).toHaveLength(7);
  });

  it('answers a wrong password, an unknown phone and nonsense alike', async () => {
    const { phone } = await person();
    await refused(phone, 'sai mật khẩu');
    await refused('0399999999', PASSWORD);
    await refused('không phải số', PASSWORD);
  });

  it('does the same work for an unknown phone as for a wrong password', async () => {
    const { phone } = await person();
    await refused('0399999998', 'để có sẵn mật khẩu giả');
    const hashes = jest.spyOn(hashWorkers, 'run');
    for (const who of [phone, '0399999997']) await refused(who, 'sai mật khẩu');
    const costs = (hashes.mock.calls as [{ stored: string }][]).map(([{ stored }]) => stored.split('$')[3]);
    hashes.mockRestore();
    expect(costs).toHaveLength(2);
    expect(costs[1]).toBe(costs[0]);
  });

  it('locks for fifteen minutes after five failures, the right password included', async () => {
    const { personId, phone } = await person();
    for (let i = 0; i < 5; i += 1) await refused(phone, 'sai mật khẩu');
    await refused(phone, PASSWORD);
    context.clock.advance(899);
    await refused(phone, PASSWORD);
    context.clock.advance(1);
    await signIn.withPassword(phone, PASSWORD, ORIGIN);
    const audit = await context.db.query(`SELECT action FROM audit WHERE subject_id = $1 ORDER BY id`, [personId]);
    expect(audit.map(({ action }: { action: string }) => action)).toEqual(['account.lock', 'session.start']);
  });

  it('forgets failures once the right password comes, also as the fifth try', async () => {
    const { phone } = await person();
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 4; i += 1) await refused(phone, 'sai mật khẩu');
      await signIn.withPassword(phone, PASSWORD, ORIGIN);
    }
  });

  it('counts guesses that are sent at once', async () => {
    const { personId, phone } = await person();
    const guesses = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => signIn.withPassword(phone, i === 11 ? PASSWORD : 'sai', ORIGIN)),
    );
    expect(guesses.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    const [{ failed_count }] = await context.db.query('SELECT failed_count FROM account WHERE person_id = $1', [
      personId,
    ]);
    expect(failed_count).toBeLessThanOrEqual(5);
  });

  it('throttles one account before it throttles the village', async () => {
    const [one, other] = [await person(), await person()];
    for (let i = 0; i < 20; i += 1) await signIn.withPassword(one.phone, PASSWORD, ORIGIN);
    await expect(signIn.withPassword(one.phone, PASSWORD, ORIGIN)).rejects.toMatchObject({ kind: 'throttled' });
    await signIn.withPassword(other.phone, PASSWORD, ORIGIN);
  });

  it('lets a disabled account neither in nor on', async () => {
    const { personId, phone } = await person();
    const token = sessionOf(await signIn.withPassword(phone, PASSWORD, ORIGIN));
    await context.db.query('UPDATE account SET disabled_at = $2 WHERE person_id = $1', [personId, context.clock.now()]);
    await refused(phone, PASSWORD);
    expect(await context.get(Sessions).resolve(token, ORIGIN)).toBeNull();
  });
});
