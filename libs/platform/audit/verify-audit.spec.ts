import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestContext, type TestContext } from '#libs/testing';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AuditLog } from './audit-log.service.js';
import { PublishAuditHead } from './publish-audit-head.service.js';
import { SealAudit, sealHash } from './seal-audit.service.js';
import { VerifyAudit } from './verify-audit.service.js';

describe('the chain of the audit', () => {
  let context: TestContext;
  beforeEach(async () => {
    context = await createTestContext({});
    await write(4);
    await publish('2026-11-19T10:00:00Z');
    await write(4);
    await publish('2026-11-20T10:00:00Z');
  });
  afterEach(() => context.close());

  /** Entries are sealed when they are older than five seconds. */
  async function write(count: number) {
    await context.get(UnitOfWork).run(async (tx) => {
      for (let n = 0; n < count; n += 1)
        await context.get(AuditLog).append(tx, { action: 'test.write', details: { n } });
    });
    await asOwner(`UPDATE audit SET at = at - interval '1 minute' WHERE id NOT IN (SELECT audit_id FROM audit_seal)`);
    await context.get(SealAudit).run();
  }
  async function publish(at: string) {
    context.clock.set(at);
    await context.get(PublishAuditHead).run();
  }
  const verify = (noted?: { number: number; hash: string }) => context.get(VerifyAudit).verify(noted);

  /** What the owner of the database can do, the guards of append-only tables put aside. */
  async function asOwner(...statements: string[]) {
    const client = new pg.Client(context.config.databaseUrl);
    await client.connect();
    await client.query('SET session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    await client.end();
  }
  const entry = (number: number) => `(SELECT audit_id FROM audit_seal WHERE number = ${number})`;

  it('is whole when nobody touched it', async () => {
    expect(await verify()).toEqual({ sealed: 8, heads: 2, findings: [] });
    await write(1);
    expect(await verify()).toMatchObject({ sealed: 9, findings: [] });
  });

  it('tells of a changed entry, and of it alone', async () => {
    await asOwner(`UPDATE audit SET actor_id = gen_random_uuid() WHERE id = ${entry(3)}`);
    expect((await verify()).findings).toEqual([{ fault: 'changed', number: 3, day: null }]);
  });

  it('tells of a changed time, address or detail', async () => {
    await asOwner(
      `UPDATE audit SET at = at + interval '1 second' WHERE id = ${entry(1)}`,
      `UPDATE audit SET ip = '10.0.0.1' WHERE id = ${entry(2)}`,
      `UPDATE audit SET details = '{"n": 9}' WHERE id = ${entry(8)}`,
    );
    expect((await verify()).findings.map(({ number }) => number)).toEqual([1, 2, 8]);
  });

  it('tells of a removed entry, with or without its seal', async () => {
    await asOwner(`DELETE FROM audit WHERE id = ${entry(2)}`);
    expect((await verify()).findings).toEqual([{ fault: 'removed', number: 2, day: null }]);
    await asOwner(`DELETE FROM audit_seal WHERE number = 2`);
    expect((await verify()).findings).toEqual([{ fault: 'removed', number: 2, day: null }]);
  });

  it('tells of two entries that changed places', async () => {
    await asOwner(
      `CREATE TEMP TABLE pair AS SELECT number, audit_id FROM audit_seal WHERE number IN (5, 6)`,
      `UPDATE audit_seal SET audit_id = gen_random_uuid() WHERE number IN (5, 6)`,
      `UPDATE audit_seal SET audit_id = (SELECT audit_id FROM pair WHERE number = 11 - audit_seal.number) WHERE number IN (5, 6)`,
    );
    expect((await verify()).findings).toEqual([
      { fault: 'reordered', number: 5, day: null },
      { fault: 'reordered', number: 6, day: null },
    ]);
  });

  it('tells of an end that was cut off, against the published head', async () => {
    await asOwner(
      'DELETE FROM audit WHERE id IN (SELECT audit_id FROM audit_seal WHERE number > 5)',
      'DELETE FROM audit_seal WHERE number > 5',
      `DELETE FROM audit_head WHERE day = '2026-11-20'`,
    );
    expect((await verify()).findings).toEqual([
      { fault: 'cut-off', number: 8, day: '2026-11-20' },
      { fault: 'cut-off', number: 8, day: null },
    ]);
  });

  it('tells of an end that was cut off since the last head, also after the chain went on', async () => {
    await write(3);
    await asOwner(
      'DELETE FROM audit WHERE id IN (SELECT audit_id FROM audit_seal WHERE number > 9)',
      'DELETE FROM audit_seal WHERE number > 9',
    );
    expect((await verify()).findings).toEqual([{ fault: 'cut-off', number: 11, day: null }]);
    await write(4);
    expect((await verify()).findings).toEqual([{ fault: 'rewritten', number: 11, day: null }]);
  });

  it('tells of an entry that was slipped in later, with a time of before or between two seals', async () => {
    await asOwner(
      `INSERT INTO audit (id, at, action) VALUES (gen_random_uuid(), now() - interval '2 days', 'role.grant')`,
    );
    await context.get(SealAudit).run();
    expect((await verify()).findings).toEqual([{ fault: 'inserted', number: 9, day: null }]);
    await asOwner(
      'UPDATE audit_seal SET number = number + 100 WHERE number > 4',
      'UPDATE audit_seal SET number = number - 99 WHERE number > 100',
      `INSERT INTO audit (id, at, action) VALUES ('00000000-0000-7000-8000-000000000000', now() - interval '1 minute', 'x')`,
      `INSERT INTO audit_seal (number, audit_id, hash) VALUES (5, '00000000-0000-7000-8000-000000000000', repeat('0', 64))`,
    );
    expect((await verify()).findings).toContainEqual({ fault: 'changed', number: 5, day: null });
  });

  it('tells of a chain made anew, which holds in itself', async () => {
    await asOwner(`UPDATE audit SET purpose = 'khác' WHERE id = ${entry(7)}`);
    const rows = await context.db.query(
      `SELECT s.number, a.id, a.at, a.actor_id, a.action, a.subject_type, a.subject_id, a.purpose, a.details, a.ip, a.port
       FROM audit_seal s JOIN audit a ON a.id = s.audit_id ORDER BY s.number`,
    );
    let hash = '';
    const statements = rows.map(({ number, ...row }: { number: number }) => {
      hash = sealHash(hash, row);
      return `UPDATE audit_seal SET hash = '${hash}' WHERE number = ${number}`;
    });
    await asOwner(...statements);
    expect((await verify()).findings).toEqual([
      { fault: 'rewritten', number: 8, day: '2026-11-20' },
      { fault: 'rewritten', number: 8, day: null },
    ]);
  });

  it('is held against a head that an auditor noted', async () => {
    const [{ number, hash }] = await context.db.query('SELECT number, hash FROM audit_seal WHERE number = 8');
    expect((await verify({ number, hash })).findings).toEqual([]);
    expect((await verify({ number, hash: 'x' })).findings).toEqual([{ fault: 'rewritten', number: 8, day: null }]);
    expect((await verify({ number: 12, hash })).findings).toEqual([{ fault: 'cut-off', number: 12, day: null }]);
  });

  it('tells of a published head that is gone or differs', async () => {
    await asOwner(`UPDATE audit_head SET hash = 'x' WHERE day = '2026-11-19'`);
    expect((await verify()).findings).toEqual([{ fault: 'head-missing', number: null, day: '2026-11-19' }]);
  });

  it('publishes one head a day', async () => {
    await write(1);
    await publish('2026-11-20T12:00:00Z');
    expect(await context.get(PublishAuditHead).latest()).toMatchObject({ day: '2026-11-20', number: 8 });
    await expect(context.db.query('DELETE FROM audit_head')).rejects.toThrow();
  });
});
