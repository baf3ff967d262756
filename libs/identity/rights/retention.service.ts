import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  AuditLog,
  Clock,
  Handles,
  PersonalData,
  UnitOfWork,
  clean,
  invalid,
  newId,
  notFound,
  type JobHandler,
  type RetentionTask,
} from '#libs/platform';
import type { Actor } from '../actor.js';
import type { RetentionRun } from './keeping.entity.js';

const MAX_DAYS = 3650;

export interface RetentionView {
  kind: string;
  /** In force. */
  days: number;
  defaultDays: number;
  atLeastDays: number;
  reason: string | null;
  last: Pick<RetentionRun, 'ranAt' | 'removed'> | null;
}

/** How long each kind of data is kept, and the daily removal of what is older, which says what it did. */
@Injectable()
@Handles('retention.run')
export class Retention implements JobHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly data: PersonalData,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Each kind in a transaction of its own: one that fails leaves the others done. */
  async run(): Promise<void> {
    const failed: string[] = [];
    const rules = await this.rules();
    for (const task of this.data.retentionTasks())
      await this.purge(task, rules.get(task.kind)?.days ?? task.days).catch((error: Error) =>
        failed.push(`${task.kind}: ${error.message}`),
      );
    if (failed.length > 0) throw new Error(failed.join('; '));
  }

  async list(): Promise<RetentionView[]> {
    const rules = await this.rules();
    const runs: RetentionRun[] = await this.dataSource.query(
      'SELECT DISTINCT ON (kind) kind, ran_at AS "ranAt", removed FROM retention_run ORDER BY kind, ran_at DESC, id DESC',
    );
    return this.data.retentionTasks().map((task) => ({
      kind: task.kind,
      days: rules.get(task.kind)?.days ?? task.days,
      defaultDays: task.days,
      atLeastDays: task.atLeastDays ?? 1,
      reason: rules.get(task.kind)?.reason ?? null,
      last: runs.find(({ kind }) => kind === task.kind) ?? null,
    }));
  }

  /** The newest runs that removed something. */
  async history(): Promise<Pick<RetentionRun, 'kind' | 'ranAt' | 'days' | 'removed'>[]> {
    return this.dataSource.query(
      'SELECT kind, ran_at AS "ranAt", days, removed FROM retention_run WHERE removed > 0 ORDER BY ran_at DESC, kind LIMIT 100',
    );
  }

  async set(actor: Actor, kind: string, days: number, reason: string): Promise<void> {
    const task = this.data.retentionTasks().find((known) => known.kind === kind);
    if (!task) throw notFound('retention.unknown');
    const fields: Record<string, string> = {};
    if (!Number.isInteger(days) || days < (task.atLeastDays ?? 1) || days > MAX_DAYS)
      fields.days = 'retention.days-invalid';
    if (clean(reason) === '' || reason.length > 500) fields.reason = 'retention.reason-required';
    if (Object.keys(fields).length > 0)
      throw invalid('form.invalid', fields, { min: task.atLeastDays ?? 1, max: MAX_DAYS });
    await this.work.run(async (tx) => {
      await tx.query(
        `INSERT INTO retention_rule (kind, days, reason, set_by, set_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (kind) DO UPDATE SET days = $2, reason = $3, set_by = $4, set_at = $5`,
        [kind, days, clean(reason), actor.personId, this.clock.now()],
      );
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'retention.set',
        details: { kind, days },
        origin: actor.origin,
      });
    });
  }

  private async purge(task: RetentionTask, days: number): Promise<void> {
    const now = this.clock.now();
    await this.work.run(async (tx) => {
      const removed = await task.purge(tx, new Date(now.getTime() - days * 86_400_000));
      await tx.query('INSERT INTO retention_run (id, kind, ran_at, days, removed) VALUES ($1, $2, $3, $4, $5)', [
        newId(),
        task.kind,
        now,
        days,
        removed,
      ]);
    });
  }

  private async rules(): Promise<Map<string, { days: number; reason: string }>> {
    const rows: { kind: string; days: number; reason: string }[] = await this.dataSource.query(
      'SELECT kind, days, reason FROM retention_rule',
    );
    return new Map(rows.map((row) => [row.kind, row]));
  }
}
