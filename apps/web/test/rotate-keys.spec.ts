import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { People, PersonRefs, type Actor } from '#libs/identity';
import { CIPHER_COLUMNS, KeyRing, RotateKeys, UnitOfWork } from '#libs/platform';
import { createWebContext, type WebContext } from './web-context.js';

const OLD = 'khóa-cũ-dài-ít-nhất-ba-mươi-hai-ký-tự';
const NEW = 'khóa-mới-dài-ít-nhất-ba-mươi-hai-ký-tự';
const PEOPLE = 1_200;

describe('a new key', () => {
  let context: WebContext;
  let actor: Actor;
  const phone = (n: number) => `+849${String(10_000_000 + n)}`;
  const rotating = () => context.get(RotateKeys);
  const [latest, work] = [() => rotating().latest(), () => context.get(UnitOfWork)];
  const find = (n: number) => context.get(PersonRefs).byVerifiedPhone(actor, phone(n), 'Thử đổi khóa');

  beforeAll(async () => {
    context = await createWebContext();
    ring(new KeyRing([OLD]));
    await work().run(async (tx) => {
      for (let n = 0; n < PEOPLE; n += 1)
        await context.get(People).create(tx, {
          fullName: `Người ${n}`,
          phone: phone(n),
          phoneVerified: true,
          personalNumber: String(12_000_000_000 + n),
        });
      const personId = await context.get(People).create(tx, { fullName: 'Quản Trị' });
      actor = {
        personId,
        displayName: '',
        accountId: null,
        sessionId: null,
        via: 'session',
        grants: [],
        origin: {},
      } as Actor;
    });
  });
  afterAll(() => context.close());

  /** The keys of every service of the running program, as after a restart with another APP_SECRET. */
  function ring(keys: KeyRing) {
    Object.assign(context.get(KeyRing), keys);
  }
  const under = async (keys: KeyRing) =>
    (
      await context.db.query(`SELECT count(*)::int AS n FROM identity WHERE phone_cipher LIKE $1`, [`${keys.newest}.%`])
    )[0].n;

  it('knows every encrypted column of the database', async () => {
    const rows: { name: string }[] = await context.db.query(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name LIKE '%\\_cipher' ORDER BY 1`,
    );
    expect(CIPHER_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(
      rows.map(({ name }) => name).sort(),
    );
  });

  it('finds a phone before, in the middle of, and after the change; stops and goes on', async () => {
    expect(await find(7)).toHaveLength(1);
    ring(new KeyRing([NEW, OLD]));
    const newest = context.get(KeyRing);
    expect(await find(7)).toHaveLength(1);
    await work().run((tx) => rotating().start(tx));
    const { id } = (await latest())!;
    await rotating().run({ rotationId: id }, { progress: () => work().run((tx) => rotating().stop(tx)) });
    const half = await under(newest);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(PEOPLE);
    expect(await latest()).toMatchObject({ finishedAt: null, done: half });
    for (const n of [0, 600, PEOPLE - 1]) {
      const [found] = await find(n);
      expect((await context.get(People).find(found.personId)).phone).toBe(phone(n));
    }
    await work().run((tx) => rotating().start(tx));
    expect((await latest())!.id).toBe(id);
    await rotating().run({ rotationId: id });
    expect(await latest()).toMatchObject({ finishedAt: expect.any(Date), done: PEOPLE * 2 });
    expect(await under(newest)).toBe(PEOPLE);
    expect(await rotating().remaining()).toBe(0);
    const [found] = await find(600);
    expect(await context.get(People).find(found.personId)).toMatchObject({
      phone: phone(600),
      personalNumber: '12000000600',
    });
  }, 60_000);
});
