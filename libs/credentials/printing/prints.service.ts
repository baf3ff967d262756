import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog, Scope, type Actor } from '#libs/identity';
import { AuditLog, DomainError, JobBoard, Storage, UnitOfWork, conflict, notFound } from '#libs/platform';

export interface PrintView {
  id: string;
  purpose: string;
  madeAt: Date;
  certificates: number;
  state: 'waiting' | 'running' | 'ready' | 'failed' | 'removed';
  /** Pages drawn, while it runs. */
  done: number;
  bytes: number | null;
}

interface PrintRow extends Omit<PrintView, 'state' | 'done'> {
  unitId: string;
  jobId: string | null;
  fileKey: string | null;
  readyAt: Date | null;
  removedAt: Date | null;
}

const SELECT = `SELECT p.id, p.unit_id AS "unitId", p.purpose, p.made_at AS "madeAt", p.job_id AS "jobId",
    p.file_key AS "fileKey", p.file_bytes AS bytes, p.ready_at AS "readyAt", p.removed_at AS "removedAt",
    (SELECT count(*)::int FROM certificate_print_item WHERE print_id = p.id) AS certificates
  FROM certificate_print p`;

/** Files of certificates as the unit's managers see and take them. */
@Injectable()
export class Prints {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly jobs: JobBoard,
    private readonly storage: Storage,
    private readonly accessLog: AccessLog,
    private readonly audit: AuditLog,
  ) {}

  /** The latest first. Refuses `scope.outside`. */
  async of(actor: Actor, unitId: string): Promise<PrintView[]> {
    await this.scope.assert(actor, 'roster.view', unitId);
    const rows: PrintRow[] = await this.dataSource.query(`${SELECT} WHERE p.unit_id = $1 ORDER BY p.made_at DESC`, [
      unitId,
    ]);
    return Promise.all(rows.map((row) => this.view(row)));
  }

  private async view(row: PrintRow): Promise<PrintView> {
    const { id, purpose, madeAt, certificates, bytes } = row;
    const shown = { id, purpose, madeAt, certificates, bytes };
    if (row.removedAt) return { ...shown, state: 'removed', done: 0 };
    if (row.readyAt) return { ...shown, state: 'ready', done: certificates };
    const job = row.jobId === null ? null : await this.jobs.state(row.jobId).catch(ignoreUnknown);
    if (!job || job.state === 'done') return { ...shown, state: 'failed', done: 0 };
    return { ...shown, state: job.state, done: job.done };
  }

  /**
   * Each taking is a look at everybody in it, for the purpose it was made for.
   * Refuses `print.unknown`, `scope.outside`, `print.not-ready`, `print.gone`.
   */
  async open(actor: Actor, id: string): Promise<{ stream: Readable; bytes: number }> {
    const [print]: PrintRow[] = await this.dataSource.query(`${SELECT} WHERE p.id = $1`, [id]);
    if (!print) throw notFound('print.unknown');
    await this.scope.assert(actor, 'roster.view', print.unitId);
    if (print.removedAt) throw new DomainError('gone', 'print.gone');
    if (!print.fileKey) throw conflict('print.not-ready');
    const file = await this.storage.open(print.fileKey);
    if (!file) throw new DomainError('gone', 'print.gone');
    await this.work.run(async (tx) => {
      const people: { id: string }[] = await tx.query(
        `SELECT DISTINCT c.person_id AS id FROM certificate_print_item t JOIN certificate c ON c.id = t.certificate_id
         WHERE t.print_id = $1`,
        [id],
      );
      const ids = people.map(({ id: personId }) => personId);
      await this.accessLog.recordMany(tx, actor, ids, 'certificate.print', print.purpose);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'certificate.print-open',
        subjectType: 'unit',
        subjectId: print.unitId,
        purpose: print.purpose,
        details: { printId: id, people: ids.length },
        origin: actor.origin,
      });
    });
    return file;
  }
}

function ignoreUnknown(error: unknown): null {
  if (error instanceof DomainError && error.code === 'job.unknown') return null;
  throw error;
}
