import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { People } from '#libs/identity';
import { createTestContext, type TestContext } from '#libs/testing';
import { CampaignsModule } from './campaigns.module.js';
import { inTx } from './test/fixtures.js';

/** The database keeps what figures need of an identity, whoever writes it and whatever becomes of it. */
describe('the standing of a person', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CampaignsModule] });
  });
  afterAll(() => context.close());

  const create = (identity: { birthYear?: number; birthDate?: string; phone?: string; phoneVerified?: boolean }) =>
    inTx(context, (tx) => context.get(People).create(tx, { fullName: 'Lò Thị Mai', ...identity }));
  const versions = (personId: string) =>
    context.db.query(
      `SELECT adult_on::text AS "adultOn", verified_at AS "verifiedAt", recorded_at::text AS "recordedAt", superseded_at AS "supersededAt"
       FROM person_standing WHERE person_id = $1 ORDER BY recorded_at`,
      [personId],
    );

  it('is known from the beginning, and no finer than figures need', async () => {
    const [old] = await versions(await create({ birthDate: '1960-02-03' }));
    expect(old).toEqual({ adultOn: '2025-01-01', verifiedAt: null, recordedAt: '-infinity', supersededAt: null });
    expect((await versions(await create({ birthDate: '2009-05-06' })))[0].adultOn).toBe('2027-05-06');
    expect((await versions(await create({ birthDate: '2008-02-29' })))[0].adultOn).toBe('2026-02-28');
    expect((await versions(await create({})))[0].adultOn).toBeNull();
  });

  it('takes a person of whom only the birth year is known for an adult when the year ends', async () => {
    expect((await versions(await create({ birthYear: 2008 })))[0].adultOn).toBe('2026-12-31');
  });

  it('keeps what was known before a correction or a verification', async () => {
    const personId = await create({ birthDate: '2009-05-06' });
    context.clock.advance(60);
    const at = context.clock.now();
    await inTx(context, (tx) => context.get(People).update(tx, personId, { birthDate: '2008-05-06' }));
    const [first, second] = await versions(personId);
    expect(first).toMatchObject({ adultOn: '2027-05-06', supersededAt: at });
    expect(second).toMatchObject({ adultOn: '2026-05-06', supersededAt: null });
    await inTx(context, (tx) => context.get(People).update(tx, personId, { fullName: 'Lò Văn Mai' }));
    expect(await versions(personId)).toHaveLength(2);
  });

  it('outlives the identity, without the birthday of somebody still under 18', async () => {
    const minor = await create({ birthDate: '2015-05-06' });
    const adult = await create({ birthDate: '1990-05-06' });
    await context.db.query('DELETE FROM identity WHERE person_id = ANY($1)', [[minor, adult]]);
    expect((await versions(minor))[0].adultOn).toBe('infinity');
    expect((await versions(adult))[0].adultOn).toBe('2025-01-01');
  });

  it('cannot be written by the programs themselves', async () => {
    await expect(context.db.query(`UPDATE person_standing SET adult_on = '2000-01-01'`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(context.db.query('DELETE FROM person_standing')).rejects.toThrow(/permission denied/);
  });
});
