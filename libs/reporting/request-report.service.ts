import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope, type Actor } from '#libs/identity';
import {
  AuditLog,
  Clock,
  JobQueue,
  UnitOfWork,
  clean,
  conflict,
  invalid,
  newId,
  notFound,
  type Tx,
} from '#libs/platform';
import { FORMATS, isReportFormat } from './report-format.js';
import { purposeProblem } from './purpose.policy.js';
import { findSnapshot } from './report-rows.js';

export interface ReportRequest {
  snapshotId: string;
  format: string;
  /** Why the figures leave the system; kept with the file and in the audit. */
  purpose: string;
  clientKey: string;
}

/** Asks for a file. It is made by a job; figures that no second person signed off give a draft that says so. */
@Injectable()
export class RequestReport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly scope: Scope,
    private readonly queue: JobQueue,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Answers the report's id; the same key answers the same report.
   * Refuses `report.invalid` (fields), `snapshot.unknown`, `access.denied`, `scope.outside`, `report.key-taken`.
   */
  async request(actor: Actor, request: ReportRequest): Promise<string> {
    const fields = problems(request);
    if (Object.keys(fields).length > 0) throw invalid('report.invalid', fields);
    const snapshot = await findSnapshot(this.dataSource, request.snapshotId);
    if (!snapshot) throw notFound('snapshot.unknown');
    await this.scope.assert(actor, 'report.export', snapshot.unitId, snapshot.asOfDay);
    return this.work.run(async (tx) => {
      const id = await this.insert(tx, actor, request);
      if (!id) return this.madeBefore(tx, actor, request);
      const jobId = await this.queue.enqueue(tx, 'report.build', { reportId: id }, { maxAttempts: 5 });
      await tx.query('UPDATE report SET job_id = $2 WHERE id = $1', [id, jobId]);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'report.request',
        subjectType: 'report',
        subjectId: id,
        purpose: clean(request.purpose),
        details: { snapshotId: snapshot.id, format: request.format, draft: !snapshot.signed },
        origin: actor.origin,
      });
      return id;
    });
  }

  private async insert(tx: Tx, actor: Actor, request: ReportRequest): Promise<string | null> {
    const [made] = await tx.query(
      `INSERT INTO report (id, snapshot_id, format, template, client_key, purpose, made_by, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (client_key) DO NOTHING RETURNING id`,
      [
        newId(),
        request.snapshotId,
        request.format,
        isReportFormat(request.format) ? FORMATS[request.format].template : '',
        request.clientKey,
        clean(request.purpose),
        actor.personId,
        this.clock.now(),
      ],
    );
    return made?.id ?? null;
  }

  private async madeBefore(tx: Tx, actor: Actor, request: ReportRequest): Promise<string> {
    const [made] = await tx.query(
      'SELECT id, snapshot_id AS "snapshotId", format, made_by AS "madeBy" FROM report WHERE client_key = $1',
      [request.clientKey],
    );
    const same =
      made.madeBy === actor.personId && made.snapshotId === request.snapshotId && made.format === request.format;
    if (!same) throw conflict('report.key-taken');
    return made.id;
  }
}

function problems({ format, purpose }: ReportRequest): Record<string, string> {
  const fields: Record<string, string> = {};
  if (!isReportFormat(format)) fields.format = 'report.format-unknown';
  const problem = purposeProblem(purpose);
  if (problem) fields.purpose = problem;
  return fields;
}
