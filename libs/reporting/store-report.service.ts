import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import {
  AuditLog,
  Clock,
  JobQueue,
  UnitOfWork,
  clean,
  conflict,
  invalid,
  newId,
  purposeProblem,
  type Tx,
} from '#libs/platform';
import { templateOf, type ReportKind } from './report-format.js';

export interface Wanted {
  kind: ReportKind;
  format: string;
  subject: {
    snapshotId?: string;
    otherSnapshotId?: string;
    campaignId?: string;
    unitId?: string;
    from?: string;
    to?: string;
  };
  /** Why the figures leave the system; kept with the file and in the audit. */
  purpose: string;
  clientKey: string;
  draft: boolean;
}

/** Writes down that a file is wanted, with its job and its line in the audit, in one transaction. */
@Injectable()
export class StoreReport {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
    private readonly audit: AuditLog,
  ) {}

  /** Refuses `report.invalid` (fields). */
  check(kind: ReportKind, { format, purpose }: { format: string; purpose: string }): void {
    const fields: Record<string, string> = {};
    if (templateOf(kind, format) === null) fields.format = 'report.format-unknown';
    const problem = purposeProblem(purpose);
    if (problem) fields.purpose = problem;
    if (Object.keys(fields).length > 0) throw invalid('report.invalid', fields);
  }

  /** Answers the report's id; the same key answers the same report. Refuses `report.key-taken`. */
  async store(actor: Actor, wanted: Wanted): Promise<string> {
    const { kind, format, subject, draft } = wanted;
    return this.work.run(async (tx) => {
      const id = await this.insert(tx, actor, wanted);
      if (!id) return this.madeBefore(tx, actor, wanted);
      const jobId = await this.queue.enqueue(tx, 'report.build', { reportId: id }, { maxAttempts: 5 });
      await tx.query('UPDATE report SET job_id = $2 WHERE id = $1', [id, jobId]);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'report.request',
        subjectType: 'report',
        subjectId: id,
        purpose: clean(wanted.purpose),
        details: { ...(kind !== 'figures' && { kind }), ...subject, format, draft },
        origin: actor.origin,
      });
      return id;
    });
  }

  private async insert(tx: Tx, { personId }: Actor, wanted: Wanted): Promise<string | null> {
    const { kind, format, subject, clientKey } = wanted;
    const [made] = await tx.query(
      `INSERT INTO report (id, kind, format, template, snapshot_id, other_snapshot_id, campaign_id, unit_id, from_day, to_day,
         client_key, purpose, made_by, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       ON CONFLICT (client_key) DO NOTHING RETURNING id`,
      [
        newId(),
        kind,
        format,
        templateOf(kind, format),
        subject.snapshotId,
        subject.otherSnapshotId,
        subject.campaignId,
        subject.unitId,
        subject.from,
        subject.to,
        clientKey,
        clean(wanted.purpose),
        personId,
        this.clock.now(),
      ],
    );
    return made?.id ?? null;
  }

  private async madeBefore(tx: Tx, { personId }: Actor, { kind, format, subject, clientKey }: Wanted): Promise<string> {
    const [made] = await tx.query(
      `SELECT id, kind, format, made_by AS "madeBy", snapshot_id AS "snapshotId", other_snapshot_id AS "otherSnapshotId",
         campaign_id AS "campaignId", unit_id AS "unitId", from_day AS from, to_day AS to FROM report WHERE client_key = $1`,
      [clientKey],
    );
    const { id, ...was } = made;
    const asked: Record<string, unknown> = { kind, format, madeBy: personId, ...subject };
    if (Object.entries(was).some(([key, value]) => value !== (asked[key] ?? null))) throw conflict('report.key-taken');
    return id;
  }
}
