import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { People, Scope, type Actor } from '#libs/identity';
import { AuditLog, DomainError, JobBoard, Storage, UnitOfWork, conflict, notFound } from '#libs/platform';
import { MEDIA_TYPES, reportFileName, type ReportFormat, type ReportKind } from './report-format.js';
import { findReport, findSnapshot, reportsOf, type ReportRow } from './report-rows.js';

export interface ReportStatus {
  id: string;
  kind: ReportKind;
  /** Null for a flow. Of a comparison the later one. */
  snapshotId: string | null;
  /** The earlier one of a comparison. */
  otherSnapshotId: string | null;
  snapshotTitle: string | null;
  campaignId: string;
  campaignSlug: string;
  unitId: string;
  asOfDay: string;
  /** The first day of a flow; the day of a comparison's earlier snapshot; null for figures. */
  sinceDay: string | null;
  format: ReportFormat;
  template: string;
  fileName: string;
  purpose: string;
  draft: boolean;
  madeAt: Date;
  /** Null when the person's identity has been erased. */
  makerName: string | null;
  /** `failed`: the job has given up; an administrator may try it again, or a new file is asked for. */
  state: 'waiting' | 'running' | 'ready' | 'failed';
  /** Rows written, of how many; `total` null until the job knows. */
  done: number;
  total: number | null;
  bytes: number | null;
  readyAt: Date | null;
}

export interface OpenedReport {
  stream: Readable;
  bytes: number;
  fileName: string;
  mediaType: string;
}

/** Files as they are watched, listed and taken. Whoever may export the unit's figures may take a colleague's file. */
@Injectable()
export class ReadReports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly people: People,
    private readonly jobs: JobBoard,
    private readonly storage: Storage,
    private readonly audit: AuditLog,
  ) {}

  /** Refuses `report.unknown`, `access.denied`, `scope.outside`. */
  async status(actor: Actor, id: string): Promise<ReportStatus> {
    const [status] = await this.present([await this.visible(actor, id)]);
    return status;
  }

  /** The latest first. Refuses `snapshot.unknown`, `access.denied`, `scope.outside`. */
  async list(actor: Actor, snapshotId: string): Promise<ReportStatus[]> {
    const snapshot = await findSnapshot(this.dataSource, snapshotId);
    if (!snapshot) throw notFound('snapshot.unknown');
    await this.scope.assert(actor, 'report.export', snapshot.unitId, snapshot.asOfDay);
    return this.present(await reportsOf(this.dataSource, snapshotId));
  }

  /** Each taking is audited with the file's purpose. Refuses what `status` does, `report.not-ready`, `report.file-gone`. */
  async open(actor: Actor, id: string): Promise<OpenedReport> {
    const report = await this.visible(actor, id);
    if (!report.fileKey) throw conflict('report.not-ready');
    const file = await this.storage.open(report.fileKey);
    if (!file) throw new DomainError('gone', 'report.file-gone');
    await this.work.run((tx) =>
      this.audit.append(tx, {
        actorId: actor.personId,
        action: 'report.open',
        subjectType: 'report',
        subjectId: id,
        purpose: report.purpose,
        details: { ...subject(report), format: report.format },
        origin: actor.origin,
      }),
    );
    return { ...file, fileName: reportFileName(report), mediaType: MEDIA_TYPES[report.format] };
  }

  private async visible(actor: Actor, id: string): Promise<ReportRow> {
    const report = await findReport(this.dataSource, id);
    if (!report) throw notFound('report.unknown');
    await this.scope.assert(actor, 'report.export', report.unitId, report.asOfDay);
    return report;
  }

  private async present(rows: ReportRow[]): Promise<ReportStatus[]> {
    const names = await this.people.names([...new Set(rows.map(({ madeBy }) => madeBy))]);
    return Promise.all(rows.map((row) => this.describe(row, names.get(row.madeBy) ?? null)));
  }

  private async describe(row: ReportRow, makerName: string | null): Promise<ReportStatus> {
    const { madeBy: _by, jobId, fileKey: _key, sha256: _hash, signedBy: _signer, signedAt: _at, ...shown } = row;
    return { ...shown, fileName: reportFileName(row), makerName, ...(await this.progress(row.readyAt, jobId)) };
  }

  /** The file being there decides; rows of jobs are cleaned away after a week. */
  private async progress(readyAt: Date | null, jobId: string | null) {
    if (readyAt) return { state: 'ready' as const, done: 0, total: null };
    const job = jobId === null ? null : await this.jobs.state(jobId).catch(ignoreUnknown);
    if (!job || job.state === 'done') return { state: 'failed' as const, done: 0, total: null };
    return { state: job.state, done: job.done, total: job.total };
  }
}

const subject = ({ kind, snapshotId, otherSnapshotId, campaignId, unitId, sinceDay, asOfDay }: ReportRow) =>
  kind === 'flow'
    ? { kind, campaignId, unitId, from: sinceDay, to: asOfDay }
    : { ...(kind === 'comparison' && { kind, otherSnapshotId }), snapshotId };

function ignoreUnknown(error: unknown): null {
  if (error instanceof DomainError && error.code === 'job.unknown') return null;
  throw error;
}
