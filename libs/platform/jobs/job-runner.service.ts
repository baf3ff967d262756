import { hostname } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { describeError } from '../errors/describe-error.js';
import { JOB_MARK, PermanentJobError, type JobHandler, type JobMark, type JobUrgency } from './job-handler.js';

const LEASE_SECONDS = 60;

interface LeasedJob {
  id: string;
  kind: string;
  payload: Record<string, unknown>;
  attempts: number;
  max_attempts: number;
}

/** Leases job rows and runs their handlers. The row is the truth; whatever wakes the runner is only a hint. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('Jobs');
  private readonly me = `${hostname()}:${process.pid}`;
  private handlers?: Map<string, { handler: JobHandler; urgency: JobUrgency }>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly discovery: DiscoveryService,
  ) {}

  /** Runs the next due job, of those that are `only` so urgent or of all. False when nothing is due. */
  async runNext(only?: JobUrgency): Promise<boolean> {
    const job = only
      ? await this.leaseOf([only])
      : ((await this.leaseOf(['prompt', 'normal'])) ?? (await this.leaseOf(['patient'])));
    if (job) await this.execute(job);
    return job !== null;
  }

  private leaseOf(urgencies: JobUrgency[]): Promise<LeasedJob | null> {
    return this.lease(
      `SELECT id FROM job WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= now()
         AND (leased_until IS NULL OR leased_until < now()) AND kind = ANY($2)
       ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [urgencies.flatMap((urgency) => this.kinds(urgency))],
    );
  }

  /** Runs one job by id if it is due and nobody else has it: how a queue message is handled. */
  async runById(id: string): Promise<void> {
    const job = await this.lease(
      `SELECT id FROM job WHERE id = $2 AND done_at IS NULL AND failed_at IS NULL AND run_at <= now()
         AND (leased_until IS NULL OR leased_until < now()) FOR UPDATE SKIP LOCKED`,
      [id],
    );
    if (job) await this.execute(job);
  }

  /** Runs everything that is due now, in order. */
  async drain(): Promise<number> {
    let ran = 0;
    while (await this.runNext()) ran += 1;
    return ran;
  }

  kinds(urgency?: JobUrgency): string[] {
    return [...this.byKind()].flatMap(([kind, entry]) => (!urgency || entry.urgency === urgency ? [kind] : []));
  }

  private async lease(selectId: string, params: unknown[]): Promise<LeasedJob | null> {
    const [rows] = await this.dataSource.query(
      `UPDATE job SET leased_until = now() + interval '${LEASE_SECONDS} seconds', leased_by = $1, attempts = attempts + 1
       WHERE id = (${selectId}) RETURNING id, kind, payload, attempts, max_attempts`,
      [this.me, ...params],
    );
    return rows[0] ?? null;
  }

  private async execute(job: LeasedJob): Promise<void> {
    const handler = this.byKind().get(job.kind)?.handler;
    const heartbeat = setInterval(() => void this.extend(job.id).catch(() => undefined), (LEASE_SECONDS * 1000) / 3);
    try {
      if (!handler) throw new PermanentJobError(`no handler for ${job.kind}`);
      await handler.run(job.payload, {
        jobId: job.id,
        attempt: job.attempts,
        progress: (done, total) => this.progress(job.id, done, total),
      });
      await this.dataSource.query(
        'UPDATE job SET done_at = now(), leased_until = NULL, last_error = NULL WHERE id = $1',
        [job.id],
      );
    } catch (error) {
      await this.fail(job, error as Error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async fail(job: LeasedJob, error: Error): Promise<void> {
    this.logger.warn(`${job.kind} ${job.id} failed (${job.attempts}/${job.max_attempts}): ${describeError(error)}`);
    const final = error instanceof PermanentJobError || job.attempts >= job.max_attempts;
    await this.dataSource.query(
      `UPDATE job SET leased_until = NULL, last_error = $2, run_at = now() + $3 * interval '1 second',
         failed_at = CASE WHEN $4 THEN now() END WHERE id = $1`,
      [job.id, describeError(error), backOffSeconds(job.attempts), final],
    );
  }

  private async extend(id: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE job SET leased_until = now() + interval '${LEASE_SECONDS} seconds' WHERE id = $1`,
      [id],
    );
  }

  private async progress(id: string, done: number, total?: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE job SET progress_done = $2, progress_total = coalesce($3, progress_total),
         leased_until = now() + interval '${LEASE_SECONDS} seconds' WHERE id = $1`,
      [id, done, total ?? null],
    );
  }

  private byKind(): Map<string, { handler: JobHandler; urgency: JobUrgency }> {
    if (!this.handlers) {
      this.handlers = new Map();
      for (const { instance, metatype } of this.discovery.getProviders()) {
        const mark: JobMark | undefined = metatype && Reflect.getMetadata(JOB_MARK, metatype);
        if (mark && instance) this.handlers.set(mark.kind, { handler: instance as JobHandler, urgency: mark.urgency });
      }
    }
    return this.handlers;
  }
}

/** 5 s, 10 s, 20 s, … at most 15 minutes. */
export function backOffSeconds(attempt: number): number {
  return Math.min(900, 5 * 2 ** (attempt - 1));
}
