import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Passwords, People, PersonRefs, SignIn, hashPassword, phoneIndex, type Actor } from '#libs/identity';
import { Messages } from '#libs/notifications';
import { CIPHER_COLUMNS, INDEX_COLUMNS, KeyRing, RotateKeys, UnitOfWork, newId } from '#libs/platform';
import { createWebContext, type WebContext } from './web-context.js';

const OLD = 'khóa-cũ-dài-ít-nhất-ba-mươi-hai-ký-tự';
const NEW = 'khóa-mới-dài-ít-nhất-ba-mươi-hai-ký-tự';
const PEOPLE = 1_200;
const NOTE = 'rights_case_event.note';
const PASSWORD = 'ruộng bậc thang mùa lúa';
/** Who sign in: of the first batch, of the last, and one who will not before the old key goes. */
const [FIRST, LAST, AWAY] = [0, PEOPLE - 1, 700];

describe('a new key', () => {
  let context: WebContext;
  let actor: Actor;
  const phone = (n: number) => `+849${String(10_000_000 + n)}`;
  const rotating = () => context.get(RotateKeys);
  const [latest, work] = [() => rotating().latest(), () => context.get(UnitOfWork)];
  const enter = (text: string, password = PASSWORD) =>
    context.get(SignIn).withPassword(text, password, { ip: '10.0.0.1' });
  const find = (n: number) => context.get(PersonRefs).byVerifiedPhone(actor, phone(n), 'Thử đổi khóa');

  beforeAll(async () => {
    context = await createWebContext();
    ring(new KeyRing([OLD]));
    const hash = await hashPassword(PASSWORD);
    await work().run(async (tx) => {
      for (let n = 0; n < PEOPLE; n += 1) {
        const personId = await context.get(People).create(tx, {
          fullName: `Người ${n}`,
          phone: phone(n),
          phoneVerified: true,
          personalNumber: String(12_000_000_000 + n),
        });
        if ([FIRST, LAST, AWAY].includes(n))
          await tx.query('INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, $4)', [
            newId(),
            personId,
            phoneIndex(context.get(KeyRing), phone(n)),
            hash,
          ]);
      }
      await context.get(Messages).send(tx, { to: phone(FIRST), text: 'Thử', purpose: 'test' });
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
    await writeNote(actor.personId);
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

  /** A note of a request, which is kept otherwise: the database lets it be blanked or encrypted under another key. */
  async function writeNote(personId: string) {
    const id = newId();
    await context.db.query(
      `INSERT INTO rights_case (id, person_id, kind, opened_at, opened_by, reply_due_on, due_on)
       VALUES ($1, $2, 'view', now(), $2, '2026-12-01', '2026-12-10')`,
      [id, personId],
    );
    const cipher = context.get(KeyRing).encrypt('Đã nhận.', NOTE);
    const row = [newId(), id, personId, cipher];
    await context.db.query(
      `INSERT INTO rights_case_event (id, case_id, kind, at, actor_id, note_cipher) VALUES ($1, $2, 'reply', now(), $3, $4)`,
      row,
    );
  }
  const notes = async (): Promise<string[]> =>
    (await context.db.query('SELECT note_cipher AS cipher FROM rights_case_event')).map(
      ({ cipher }: { cipher: string }) => context.get(KeyRing).decrypt(cipher, NOTE),
    );
  const indexedUnder = async (keys: KeyRing) =>
    (
      await context.db.query(`SELECT count(*)::int AS n FROM identity WHERE phone_index LIKE $1`, [`${keys.newest}.%`])
    )[0].n;

  it('knows every blind index of the database that outlives a day', async () => {
    const rows: { name: string }[] = await context.db.query(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name LIKE '%\\_index' AND table_name <> 'verification_code' ORDER BY 1`,
    );
    expect(INDEX_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(
      rows.map(({ name }) => name).sort(),
    );
  });

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
    await enter(phone(LAST));
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
    // Somewhere among the indexes it is stopped again: every one is found, whichever key made theirs.
    const stopAmongIndexes = async () => {
      if ((await indexedUnder(newest)) > 0) await work().run((tx) => rotating().stop(tx));
    };
    await rotating().run({ rotationId: id }, { progress: stopAmongIndexes });
    expect(await rotating().remaining()).toBe(0);
    const indexed = await indexedUnder(newest);
    expect(indexed).toBeGreaterThan(0);
    expect(indexed).toBeLessThan(PEOPLE);
    for (const n of [0, 600, PEOPLE - 1]) expect(await find(n)).toHaveLength(1);
    await enter(phone(FIRST));
    await work().run((tx) => rotating().start(tx));
    await rotating().run({ rotationId: id });
    expect(await latest()).toMatchObject({ finishedAt: expect.any(Date) });
    expect(await under(newest)).toBe(PEOPLE);
    expect(await indexedUnder(newest)).toBe(PEOPLE);
    expect([await rotating().remaining(), await rotating().remainingIndexes()]).toEqual([0, 0]);
    expect(await notes()).toEqual(['Đã nhận.']);
    const [found] = await find(600);
    expect(await context.get(People).find(found.personId)).toMatchObject({
      phone: phone(600),
      personalNumber: '12000000600',
    });
  }, 400_000);

  it('is the only one needed afterwards', async () => {
    ring(new KeyRing([NEW]));
    expect(await notes()).toEqual(['Đã nhận.']);
    const [cipher] = [context.get(KeyRing).encrypt('Lời khác.', NOTE)];
    await expect(context.db.query('UPDATE rights_case_event SET note_cipher = $1', [cipher])).rejects.toThrow(
      /another key/,
    );
    for (const n of [0, 600, PEOPLE - 1]) expect(await find(n)).toHaveLength(1);
    for (const n of [FIRST, LAST, AWAY]) await enter(phone(n));
    await expect(enter(phone(AWAY), 'không phải mật khẩu này')).rejects.toMatchObject({ code: 'sign-in.refused' });
    await context.get(Passwords).beginReset(phone(AWAY), { ip: '10.0.0.1' });
    const sent = await context.get(Messages).inSink(200);
    expect(sent.filter(({ to }) => to === phone(AWAY))).toHaveLength(1);
    await work().run((tx) => context.get(Messages).eraseTo(tx, phone(FIRST)));
    expect((await context.get(Messages).inSink(200)).filter(({ to }) => to === phone(FIRST))).toEqual([]);
  }, 400_000);

  it('leaves a login by an earlier phone to the next sign-in, and says that it is left', async () => {
    ring(new KeyRing([OLD]));
    const [hash, login] = [await hashPassword(PASSWORD), '+84981112223'];
    await work().run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName: 'Lò Thị Mai', phone: '+84981112224' });
      await tx.query('INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, $4)', [
        newId(),
        personId,
        phoneIndex(context.get(KeyRing), login),
        hash,
      ]);
    });
    ring(new KeyRing([NEW, OLD]));
    await work().run((tx) => rotating().start(tx));
    await rotating().run({ rotationId: (await latest())!.id });
    expect([await rotating().remaining(), await rotating().remainingIndexes()]).toEqual([0, 1]);
    await enter(login);
    expect(await rotating().remainingIndexes()).toBe(0);
    ring(new KeyRing([NEW]));
    await enter(login);
  }, 400_000);
});
