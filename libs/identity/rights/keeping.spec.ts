import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobRunner } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import type { Actor } from '../actor.js';
import { AccessLog } from '../access-log.service.js';
import { Sessions } from '../sessions.service.js';
import { Breaches } from './breaches.service.js';
import { PersonalExports } from './personal-exports.service.js';
import { RemindClocks } from './remind-clocks.service.js';
import { Retention } from './retention.service.js';
import { inTx, makeOwner } from './rights.fixtures.js';
import { RightsModule } from './rights.module.js';

describe('keeping and its end', () => {
  let context: TestContext;
  let handler: Actor;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RightsModule] });
    handler = await makeOwner(context, 'Đèo Văn Long');
  });
  afterAll(() => context.close());
  const removed = async (kind: string) =>
    (await context.get(Retention).list()).find((rule) => rule.kind === kind)?.last?.removed;

  it('removes what is past its days, and says what it did', async () => {
    await inTx(context, (tx) => context.get(Sessions).start(tx, handler.personId, handler.origin, 'Firefox'));
    const exportId = await context.get(PersonalExports).request(handler);
    await context.get(JobRunner).drain();
    const file = join(context.config.dataPath, 'files', 'exports', `${exportId}.zip`);
    expect(existsSync(file)).toBe(true);
    await context.get(Retention).run();
    expect([await removed('session'), await removed('export-file')]).toEqual([0, 0]);
    context.clock.advance(20 * 86_400);
    await context.get(Retention).run();
    await context.get(JobRunner).drain();
    expect(existsSync(file)).toBe(false);
    expect([await removed('user-agent'), await removed('session'), await removed('export-file')]).toEqual([1, 0, 1]);
    expect(await context.db.query('SELECT user_agent AS agent FROM session')).toEqual([{ agent: null }]);
    context.clock.advance(40 * 86_400);
    await context.get(Retention).run();
    expect(await context.db.query('SELECT 1 FROM session')).toEqual([]);
    expect((await context.get(Retention).history()).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['session', 'user-agent', 'export-file']),
    );
  });

  it('keeps the log of looks at least twelve months, whoever asks', async () => {
    const owner = await makeOwner(context);
    await inTx(context, (tx) => context.get(AccessLog).record(tx, handler, owner.personId, 'x', 'y'));
    await expect(context.db.query('DELETE FROM access_log')).rejects.toThrow('append-only for twelve months');
    await expect(context.get(Retention).set(handler, 'access-log', 90, 'ngắn lại')).rejects.toMatchObject({
      fields: { days: 'retention.days-invalid' },
    });
    await inTx(context, (tx) =>
      tx.query(
        `INSERT INTO access_log (id, at, actor_id, subject_id, what, purpose) VALUES (gen_random_uuid(), '2023-01-01', $1, $2, 'x', 'y')`,
        [handler.personId, owner.personId],
      ),
    );
    await context.get(Retention).run();
    expect(await removed('access-log')).toBe(1);
  });

  it('follows the days an administrator sets, with a reason', async () => {
    await expect(context.get(Retention).set(handler, 'message', 7, ' ')).rejects.toMatchObject({
      fields: { reason: 'retention.reason-required' },
    });
    await context.get(Retention).set(handler, 'message', 7, 'Quyết định 01');
    expect((await context.get(Retention).list()).find(({ kind }) => kind === 'message')).toMatchObject({
      days: 7,
      defaultDays: 30,
      reason: 'Quyết định 01',
    });
  });
});

describe('a breach', () => {
  let context: TestContext;
  let handler: Actor;
  let id: string;
  const breaches = () => context.get(Breaches);
  const at = (time: string) => new Date(time);
  beforeAll(async () => {
    context = await createTestContext({ imports: [RightsModule] });
    handler = await makeOwner(context, 'Đèo Văn Long');
    id = await breaches().open(handler, {
      title: 'Gửi nhầm tệp',
      discoveredAt: at('2026-11-20T01:00:00Z'),
      facts: 'Một tệp danh sách gửi nhầm hộp thư.',
      dataKinds: 'họ tên, năm sinh',
      affectedCount: null,
    });
  });
  afterAll(() => context.close());

  it('has 72 hours from its discovery, weekends included', async () => {
    expect(await breaches().get(id)).toMatchObject({
      dueAt: at('2026-11-23T01:00:00Z'),
      hoursLeft: 70,
      authorityAt: null,
    });
    await context.get(RemindClocks).run();
    expect(await context.get(RemindClocks).open(handler)).toMatchObject([{ kind: 'notify-authority', subjectId: id }]);
    context.clock.set('2026-11-22T12:00:00Z');
    await context.get(RemindClocks).run();
    expect((await context.get(RemindClocks).open(handler)).map(({ kind }) => kind)).toContain('due-soon');
  });

  it('is closed only after the authority was told, and then takes nothing more', async () => {
    const add = (kind: string, count?: number) =>
      breaches().add(handler, id, { kind, at: context.clock.now(), text: 'Công văn 01', count });
    await expect(add('close')).rejects.toMatchObject({ code: 'breach.authority-first' });
    await expect(add('count')).rejects.toMatchObject({ fields: { count: 'breach.count-invalid' } });
    await add('count', 120);
    await add('authority');
    expect(await breaches().get(id)).toMatchObject({
      affectedCount: 120,
      authorityAt: context.clock.now(),
      hoursLeft: null,
    });
    await context.get(RemindClocks).run();
    expect(await context.get(RemindClocks).open(handler)).toEqual([]);
    await add('close');
    await expect(add('evidence')).rejects.toMatchObject({ code: 'breach.closed' });
  });

  it('refuses a discovery that has not been yet', async () => {
    const future = {
      title: 'a',
      facts: 'b',
      dataKinds: 'c',
      affectedCount: -1,
      discoveredAt: at('2027-01-01T00:00:00Z'),
    };
    await expect(breaches().open(handler, future)).rejects.toMatchObject({
      fields: { discoveredAt: 'breach.time-invalid', affectedCount: 'breach.count-invalid' },
    });
  });
});
