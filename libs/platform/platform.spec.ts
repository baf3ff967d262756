import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { createTestContext, type TestContext } from '#libs/testing';
import { AuditLog } from './audit/audit-log.service.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { Handles, type JobHandler } from './jobs/job-handler.js';
import { JobQueue } from './jobs/job-queue.service.js';
import { JobRunner } from './jobs/job-runner.service.js';

@Injectable()
@Handles('test.note')
class NoteHandler implements JobHandler<{ fail?: boolean }> {
  seen = 0;
  async run(payload: { fail?: boolean }): Promise<void> {
    this.seen += 1;
    if (payload.fail) throw new Error('not today');
  }
}

const ran: string[] = [];

@Injectable()
@Handles('test.code', 'prompt')
class CodeHandler implements JobHandler {
  async run(): Promise<void> {
    ran.push('code');
  }
}

@Injectable()
@Handles('test.paper', 'patient')
class PaperHandler implements JobHandler {
  async run(): Promise<void> {
    ran.push('paper');
  }
}

describe('platform on a real database', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ providers: [NoteHandler, CodeHandler, PaperHandler] });
  });
  afterAll(() => context.close());

  it('runs a job that was committed and none that was rolled back', async () => {
    const work = context.get(UnitOfWork);
    const queue = context.get(JobQueue);
    await work.run((tx) => queue.enqueue(tx, 'test.note', {}));
    await expect(
      work.run(async (tx) => {
        await queue.enqueue(tx, 'test.note', {});
        throw new Error('roll back');
      }),
    ).rejects.toThrow('roll back');
    expect(await context.get(JobRunner).drain()).toBe(1);
    expect(context.get(NoteHandler).seen).toBe(1);
  });

  it('puts a failed job off and keeps its reason', async () => {
    const id = await context
      .get(UnitOfWork)
      .run((tx) => context.get(JobQueue).enqueue(tx, 'test.note', { fail: true }));
    await context.get(JobRunner).drain();
    const [job] = await context.db.query(
      'SELECT attempts, last_error, run_at > now() AS later, failed_at FROM job WHERE id = $1',
      [id],
    );
    expect(job).toEqual({ attempts: 1, last_error: 'not today', later: true, failed_at: null });
  });

  it('lets what somebody waits for overtake what comes by the thousand', async () => {
    const enqueue = (kind: string) => context.get(UnitOfWork).run((tx) => context.get(JobQueue).enqueue(tx, kind, {}));
    for (const kind of ['test.paper', 'test.paper', 'test.note', 'test.code']) await enqueue(kind);
    const runner = context.get(JobRunner);
    expect(await runner.runNext('prompt')).toBe(true);
    expect(ran).toEqual(['code']);
    expect(await runner.runNext('prompt')).toBe(false);
    const seen = context.get(NoteHandler).seen;
    await runner.runNext();
    expect([context.get(NoteHandler).seen, ran]).toEqual([seen + 1, ['code']]);
    await runner.drain();
    expect(ran).toEqual(['code', 'paper', 'paper']);
  });

  it('makes one job per dedupe key', async () => {
    const work = context.get(UnitOfWork);
    const queue = context.get(JobQueue);
    const first = await work.run((tx) => queue.enqueue(tx, 'test.note', {}, { dedupeKey: 'once' }));
    const second = await work.run((tx) => queue.enqueue(tx, 'test.note', {}, { dedupeKey: 'once' }));
    expect(second).toBe(first);
  });

  it('lets the app neither change nor delete an audit entry', async () => {
    await context.get(UnitOfWork).run((tx) => context.get(AuditLog).append(tx, { action: 'test.do' }));
    await expect(context.db.query(`UPDATE audit SET action = 'x'`)).rejects.toThrow(/permission denied/);
    await expect(context.db.query('DELETE FROM audit')).rejects.toThrow(/permission denied/);
  });
});
