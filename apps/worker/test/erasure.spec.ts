import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Figures, Snapshots } from '#libs/campaigns';
import { VerifyCertificate } from '#libs/credentials';
import { ErasePerson, ErasureList } from '#libs/identity';
import pg from 'pg';
import { JobRunner, KeyRing, PersonalData, newId } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { jobModules } from '../src/job-modules.js';
import { NAME, PHONE, POSITION, actorOf, addPerson, inTx, liveFully, makeWorld, type World } from './whole-person.js';

describe('an erasure', () => {
  let context: TestContext;
  let world: World;
  let erased: string;
  let other: string;
  let snapshotId: string;
  let before: unknown;
  let dumpBefore: string;
  let code: string;
  const figures = async () =>
    (
      await context
        .get(Figures)
        .table(world.campaignId, { unitId: world.province, day: '2026-11-20', knownAt: context.clock.now() })
    ).rows;

  beforeAll(async () => {
    context = await createTestContext({ imports: jobModules });
    world = await makeWorld(context);
    erased = await addPerson(context, world, 'citizen', PHONE);
    other = await addPerson(context, world, 'official', '+84987654321');
    await liveFully(context, world, erased);
    await context.get(JobRunner).drain();
    [{ code }] = await context.db.query('SELECT code FROM certificate WHERE person_id = $1', [erased]);
    context.clock.advance(3600);
    snapshotId = await context.get(Snapshots).freeze(committee(), {
      campaignId: world.campaignId,
      unitId: world.province,
      day: '2026-11-20',
      title: 'Trước',
    });
    before = await figures();
    dumpBefore = await everything(context);
    context.clock.advance(60);
    await inTx(context, (tx) => context.get(ErasePerson).run(tx, { personId: erased, caseId: null, by: other }));
    await context.get(JobRunner).drain();
  });
  afterAll(() => context.close());

  const committee = () => actorOf(other, 'committee', [world.province]);

  it('begins with a person who is everywhere', () => {
    for (const text of [NAME, POSITION, 'Firefox', 'device-1']) expect(dumpBefore).toContain(text);
    expect((before as { completed: number; line: string }[]).find(({ line }) => line === 'citizen')?.completed).toBe(1);
  });

  it('leaves nothing that identifies, in any table', async () => {
    const dump = await everything(context);
    for (const text of [NAME, 'lo thi mai', 'Firefox', 'device-1', '1968-02-03'])
      expect({ text, found: dump.includes(text) }).toEqual({ text, found: false });
    expect(await context.get(PersonalData).left(context.db.manager, erased)).toEqual([]);
    for (const table of [
      'outbound_message',
      'reminder',
      'verification_code',
      'throttle',
      'second_factor',
      'personal_export',
      'roster_import_file',
    ])
      expect({ table, rows: await context.db.query(`SELECT * FROM ${table}`) }).toEqual({ table, rows: [] });
    // Of the staged rows only the one about somebody else stays.
    expect(await context.db.query('SELECT row_number AS row FROM roster_import_row')).toEqual([{ row: 5 }]);
  });

  it('removes the files', async () => {
    const exports = join(context.config.dataPath, 'files', 'exports');
    expect(readdirSync(exports)).toEqual([]);
    expect(readdirSync(join(context.config.dataPath, 'files', 'certificates'))).toEqual([]);
  });

  it('leaves the certificate a fact whose page says that it was erased', async () => {
    expect(await context.get(VerifyCertificate).byCode(code)).toMatchObject({ code, printed: null });
  });

  it('changes no figure and no snapshot', async () => {
    expect(await figures()).toEqual(before);
    expect(await context.get(Snapshots).recompute(committee(), snapshotId)).toMatchObject({ same: true });
  });

  it('ends the membership with the day, and the roles at once', async () => {
    expect(
      await context.db.query(
        'SELECT valid_to AS "to", position FROM membership WHERE person_id = $1 AND superseded_at IS NULL',
        [erased],
      ),
    ).toEqual([{ to: '2026-11-21', position: null }]);
    expect(
      await context.db.query('SELECT 1 FROM role_grant WHERE person_id = $1 AND superseded_at IS NULL', [erased]),
    ).toEqual([]);
  });

  it('touches nobody else', async () => {
    expect(await context.db.query('SELECT full_name AS name FROM identity')).toEqual([{ name: 'Đèo Văn Long' }]);
    expect(await context.db.query('SELECT position FROM membership WHERE person_id = $1', [other])).toEqual([
      { position: POSITION },
    ]);
  });

  it('is done again over a restored backup, from the list beside the database', async () => {
    const keys = context.get(KeyRing);
    await context.db.query(
      `INSERT INTO identity (person_id, full_name, folded_name, phone_cipher, phone_index) VALUES ($1, $2, 'lo thi mai', $3, $4)`,
      [erased, NAME, keys.encrypt(PHONE, 'identity.phone'), keys.blindIndex(PHONE, 'identity.phone')],
    );
    await liveFully(context, world, erased);
    // The list in the database is as old as the backup.
    await asOwner(context, 'DELETE FROM erasure');
    expect(await context.get(ErasureList).reapply()).toEqual({ listed: 1, erased: 1 });
    await context.get(JobRunner).drain();
    expect(await context.get(PersonalData).left(context.db.manager, erased)).toEqual([]);
    const dump = await everything(context);
    for (const text of [NAME, 'lo thi mai', 'Firefox', 'device-1'])
      expect({ text, found: dump.includes(text) }).toEqual({ text, found: false });
    expect(await context.db.query('SELECT 1 FROM outbound_message')).toEqual([]);
    expect(readdirSync(join(context.config.dataPath, 'files', 'exports'))).toEqual([]);
    expect(await context.get(ErasureList).reapply()).toEqual({ listed: 1, erased: 0 });
  });

  it('takes a list kept elsewhere into the list beside the database, for the next restored backup', async () => {
    const elsewhere = `2026-11-19T00:00:00.000Z ${newId()}`;
    expect(await context.get(ErasureList).reapply(`${elsewhere}\nnonsense\n`)).toEqual({ listed: 2, erased: 0 });
    expect(await context.get(ErasureList).reapply()).toEqual({ listed: 2, erased: 0 });
  });

  it('takes all ids under which one human being is known', async () => {
    const [one, two] = [await addPerson(context, world, 'citizen'), await addPerson(context, world, 'official')];
    await inTx(context, async (tx) => {
      await tx.query(
        'INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES (gen_random_uuid(), $1, $2)',
        [two, one],
      );
      await context.get(ErasePerson).run(tx, { personId: one, caseId: null, by: other });
    });
    expect(await context.db.query('SELECT 1 FROM identity WHERE person_id = ANY($1)', [[one, two]])).toEqual([]);
  });

  it('is undone as a whole when one source fails', async () => {
    const person = await addPerson(context, world, 'citizen');
    const data = context.get(PersonalData);
    data.register({ lib: 'broken', tables: {}, erase: () => Promise.reject(new Error('disk is full')) });
    const failing = inTx(context, (tx) =>
      context.get(ErasePerson).run(tx, { personId: person, caseId: null, by: other }),
    );
    await expect(failing).rejects.toThrow('disk is full');
    expect(
      await context.db.query('SELECT full_name AS name FROM identity WHERE person_id = $1', [person]),
    ).toHaveLength(1);
  });
});

/** What a restored backup undoes, the guards of append-only tables put aside. */
async function asOwner(context: TestContext, statement: string): Promise<void> {
  const client = new pg.Client(context.config.databaseUrl);
  await client.connect();
  await client.query('SET session_replication_role = replica');
  await client.query(statement);
  await client.end();
}

/** Every row of every table as text. */
async function everything(context: TestContext): Promise<string> {
  const tables: { name: string }[] = await context.db.query(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  const dumps = [];
  for (const { name } of tables)
    dumps.push(await context.db.query(`SELECT '${name}' AS "table", t::text AS row FROM ${name} t`));
  return JSON.stringify(dumps);
}
