import { stat } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Snapshots, figuresHash } from '#libs/campaigns';
import { People } from '#libs/identity';
import {
  Clock,
  Handles,
  PermanentJobError,
  Storage,
  canonicalJson,
  type JobContext,
  type JobHandler,
} from '#libs/platform';
import { findReport, type ReportRow } from './report-rows.js';
import type { FigureRows, Progress, ReportSource } from './report-source.js';
import { WRITERS } from './writers.js';

/**
 * Makes the file of a report from the snapshot's stored text and from nothing else. Run again it writes the same file
 * to the same place; the report's row says so once.
 */
@Injectable()
@Handles('report.build')
export class BuildReport implements JobHandler<{ reportId: string }> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly snapshots: Snapshots,
    private readonly people: People,
    private readonly storage: Storage,
  ) {}

  async run({ reportId }: { reportId: string }, job: JobContext): Promise<void> {
    const report = await findReport(this.dataSource, reportId);
    if (!report) throw new PermanentJobError('report.unknown');
    if (report.readyAt) return;
    const { source, rows, total } = await this.read(report);
    const key = `reports/${report.id}.${report.format}`;
    await job.progress(0, total);
    const bytes = await this.write(report, key, source, rows, (done) => job.progress(done, total));
    await this.dataSource.query(
      'UPDATE report SET file_key = $2, file_bytes = $3, ready_at = $4 WHERE id = $1 AND ready_at IS NULL',
      [report.id, key, bytes, this.clock.now()],
    );
  }

  /** Refuses figures that are no longer those that were signed. */
  private async read(report: ReportRow): Promise<{ source: ReportSource; rows: FigureRows; total: number }> {
    const document = await this.snapshots.document(report.snapshotId);
    if (figuresHash(canonicalJson(document)) !== report.sha256) throw new PermanentJobError('report.figures-changed');
    const names = await this.people.names([report.madeBy, report.signedBy].filter((id) => id !== null));
    const { rows, ...head } = document;
    const source: ReportSource = {
      document: head,
      sha256: report.sha256,
      snapshotTitle: report.snapshotTitle,
      draft: report.draft,
      signedAt: report.signedAt,
      signerName: names.get(report.signedBy ?? '') ?? null,
      makerName: names.get(report.madeBy) ?? null,
      madeAt: report.madeAt,
      purpose: report.purpose,
    };
    return { source, rows: () => rows, total: rows.length };
  }

  private async write(
    report: ReportRow,
    key: string,
    source: ReportSource,
    rows: FigureRows,
    progress: Progress,
  ): Promise<number> {
    const staged = await this.storage.stage(key);
    try {
      await WRITERS[report.format](staged.path, source, rows, progress);
      const { size } = await stat(staged.path);
      await staged.commit();
      return size;
    } catch (error) {
      await staged.discard();
      throw error;
    }
  }
}
