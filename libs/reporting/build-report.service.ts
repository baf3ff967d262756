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
import type { FigureRows, ReportSource } from './report-source.js';
import { countWithSubLines } from './sub-lines.js';
import { WriteExtract, type Writer } from './write-extract.service.js';
import { WRITERS } from './writers.js';

/**
 * Makes the file of a report: figures from the snapshot's stored text and from nothing else, the other kinds from facts
 * that never change. Run again it writes the same file to the same place; the report's row says so once.
 */
@Injectable()
@Handles('report.build')
export class BuildReport implements JobHandler<{ reportId: string }> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly snapshots: Snapshots,
    private readonly people: People,
    private readonly extracts: WriteExtract,
    private readonly storage: Storage,
  ) {}

  async run({ reportId }: { reportId: string }, job: JobContext): Promise<void> {
    const report = await findReport(this.dataSource, reportId);
    if (!report) throw new PermanentJobError('report.unknown');
    if (report.readyAt) return;
    const key = `reports/${report.id}.${report.format}`;
    const bytes = await this.staged(key, await this.writer(report), job);
    await this.dataSource.query(
      'UPDATE report SET file_key = $2, file_bytes = $3, ready_at = $4 WHERE id = $1 AND ready_at IS NULL',
      [report.id, key, bytes, this.clock.now()],
    );
  }

  private async writer(report: ReportRow): Promise<Writer> {
    if (report.kind !== 'figures') return this.extracts.writer(report);
    const { source, rows, total } = await this.read(report);
    return { total, write: (path, progress) => WRITERS[report.format](path, source, rows, progress) };
  }

  /** Refuses figures that are no longer those that were signed. */
  private async read(report: ReportRow): Promise<{ source: ReportSource; rows: FigureRows; total: number }> {
    const document = await this.snapshots.document(report.snapshotId!);
    if (figuresHash(canonicalJson(document)) !== report.sha256) throw new PermanentJobError('report.figures-changed');
    const names = await this.people.names([report.madeBy, report.signedBy].filter((id) => id !== null));
    const { rows, ...head } = document;
    const source: ReportSource = {
      document: head,
      sha256: report.sha256,
      snapshotTitle: report.snapshotTitle!,
      draft: report.draft,
      signedAt: report.signedAt,
      signerName: names.get(report.signedBy ?? '') ?? null,
      makerName: names.get(report.madeBy) ?? null,
      madeAt: report.madeAt,
      purpose: report.purpose,
    };
    return { source, rows: () => rows, total: countWithSubLines(rows) };
  }

  private async staged(key: string, { total, write }: Writer, job: JobContext): Promise<number> {
    const staged = await this.storage.stage(key);
    try {
      await job.progress(0, total);
      await write(staged.path, (done) => job.progress(done, total));
      const { size } = await stat(staged.path);
      await staged.commit();
      return size;
    } catch (error) {
      await staged.discard();
      throw error;
    }
  }
}
