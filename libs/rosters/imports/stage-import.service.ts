import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  DomainError,
  Handles,
  PermanentJobError,
  UnitOfWork,
  type JobContext,
  type JobHandler,
  type Tx,
} from '#libs/platform';
import { ColumnMaps } from './column-maps.service.js';
import { ImportFiles } from './import-files.service.js';
import { findImport, lockImport, type ImportRecord } from './import-rows.js';
import { Leavers } from './leavers.service.js';
import { PlanImport } from './plan-import.service.js';
import { parseRosterFile, type RosterFile } from './roster-file.parser.js';
import type { ImportSummary } from './roster-import.entity.js';
import { BATCH, StagedRows } from './staged-rows.service.js';

/**
 * The dry run of a file: its rows are explained piece by piece, each piece in a transaction of its own that also says how
 * far it has come. A run that was interrupted goes on behind the last piece.
 */
@Injectable()
@Handles('roster.stage')
export class StageImport implements JobHandler<{ importId: string }> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly planner: PlanImport,
    private readonly staged: StagedRows,
    private readonly files: ImportFiles,
    private readonly maps: ColumnMaps,
    private readonly leavers: Leavers,
  ) {}

  async run({ importId }: { importId: string }, job: JobContext): Promise<void> {
    const record = await findImport(this.dataSource, importId).catch(() => null);
    if (record?.status !== 'reading') return;
    let file: RosterFile;
    try {
      file = await this.read(this.dataSource, record);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.fail(importId, error);
    }
    await this.stage(record, file, (step) => this.work.run(step), job);
  }

  /** A small file at once, in the transaction that takes it. Throws what is wrong with the file. */
  async now(tx: Tx, importId: string): Promise<void> {
    const record = await findImport(tx, importId);
    await this.stage(record, await this.read(tx, record), (step) => step(tx));
  }

  private async read(tx: Pick<Tx, 'query'>, record: ImportRecord): Promise<RosterFile> {
    const bytes = await this.files.get(tx, record.id);
    if (!bytes) throw new PermanentJobError('roster-import.file-gone');
    return parseRosterFile(bytes, await this.maps.of(tx, record.unitId, record.capacity));
  }

  private async stage(
    record: ImportRecord,
    { rows, ignoredColumns }: RosterFile,
    inTransaction: <T>(step: (tx: Tx) => Promise<T>) => Promise<T>,
    job?: JobContext,
  ): Promise<void> {
    let done = record.rowsDone;
    const session = await inTransaction(async (tx) => {
      await tx.query('UPDATE roster_import SET rows_total = $2 WHERE id = $1', [record.id, rows.length]);
      const opened = await this.planner.open(tx, record.scopeRoots, record);
      if (done > 0) opened.replay(rows.slice(0, done), await this.staged.people(tx, record.id));
      return opened;
    });
    while (done < rows.length) {
      const piece = rows.slice(done, done + BATCH);
      const went = await inTransaction(async (tx) => {
        const now = await lockImport(tx, record.id);
        // Discarded meanwhile, or another worker took over.
        if (now.status !== 'reading' || now.rowsDone !== done) return false;
        await this.staged.insert(tx, record.id, await session.plan(tx, piece), piece);
        await tx.query('UPDATE roster_import SET rows_done = $2 WHERE id = $1', [record.id, done + piece.length]);
        return true;
      });
      if (!went) return;
      done += piece.length;
      await job?.progress(done, rows.length);
    }
    await inTransaction((tx) => this.finish(tx, record.id, ignoredColumns));
  }

  private async finish(tx: Tx, importId: string, ignoredColumns: string[]): Promise<void> {
    const record = await lockImport(tx, importId);
    if (record.status !== 'reading') return;
    const summary: ImportSummary = { counts: await this.staged.counts(tx, importId), ignoredColumns };
    if (record.mode === 'whole')
      summary.leaves = {
        count: (await this.leavers.of(tx, record)).length,
        of: await this.leavers.total(tx, record),
      };
    await tx.query(`UPDATE roster_import SET status = 'staged', summary = $2 WHERE id = $1`, [
      importId,
      JSON.stringify(summary),
    ]);
  }

  private async fail(importId: string, { code, data }: DomainError): Promise<void> {
    await this.dataSource.query(
      `UPDATE roster_import SET status = 'failed', failure = $2 WHERE id = $1 AND status = 'reading'`,
      [importId, JSON.stringify({ code, data })],
    );
  }
}
