import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  DomainError,
  Handles,
  PermanentJobError,
  UnitOfWork,
  invalid,
  type JobContext,
  type JobHandler,
  type Tx,
} from '#libs/platform';
import { ColumnMaps } from './column-maps.service.js';
import { ImportFiles } from './import-files.service.js';
import { findImport, lockImport, type ImportRecord } from './import-rows.js';
import { Leavers, peopleAmong } from './leavers.service.js';
import { PlanImport } from './plan-import.service.js';
import type { PlanSession } from './plan-session.js';
import { openRosterFile, type RosterFile, type RosterRow } from './roster-file.parser.js';
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
    const file = await openRosterFile(bytes, await this.maps.of(tx, record.unitId, record.capacity));
    // Who stands in a list that is not read has not left.
    if (record.mode === 'whole' && file.otherLists.length > 0)
      throw invalid(
        'import.whole-several-lists',
        { file: 'import.whole-several-lists' },
        { sheets: file.otherLists.join(', ') },
      );
    return file;
  }

  private async stage(
    record: ImportRecord,
    file: RosterFile,
    inTransaction: <T>(step: (tx: Tx) => Promise<T>) => Promise<T>,
    job?: JobContext,
  ): Promise<void> {
    const session = await inTransaction(async (tx) => {
      await tx.query('UPDATE roster_import SET rows_total = $2 WHERE id = $1', [record.id, file.total]);
      return this.planner.open(tx, record.scopeRoots, record);
    });
    let done = 0;
    for await (const read of piecesOf(file.rows())) {
      const piece = session.grouped(read);
      if (done < record.rowsDone) session.replay(piece);
      else if (!(await inTransaction((tx) => this.stagePiece(tx, record.id, session, piece, done)))) return;
      done += piece.length;
      if (done === record.rowsDone) session.people(await this.staged.people(this.dataSource, record.id));
      await job?.progress(done, file.total);
    }
    await inTransaction((tx) => this.finish(tx, record.id, file));
  }

  /** False when the import was discarded meanwhile, or another worker took over. */
  private async stagePiece(
    tx: Tx,
    importId: string,
    session: PlanSession,
    piece: RosterRow[],
    done: number,
  ): Promise<boolean> {
    const now = await lockImport(tx, importId);
    if (now.status !== 'reading' || now.rowsDone !== done) return false;
    await this.staged.insert(tx, importId, await session.plan(tx, piece), piece);
    await tx.query('UPDATE roster_import SET rows_done = $2 WHERE id = $1', [importId, done + piece.length]);
    return true;
  }

  private async finish(tx: Tx, importId: string, file: RosterFile): Promise<void> {
    const record = await lockImport(tx, importId);
    if (record.status !== 'reading') return;
    const { ignoredColumns, otherSheets, otherLists, hiddenRows, swappedDays } = file;
    const counts = await this.staged.counts(tx, importId);
    const summary: ImportSummary = { counts, ignoredColumns, otherSheets, otherLists, hiddenRows, swappedDays };
    if (record.mode === 'whole')
      summary.leaves = {
        count: peopleAmong(await this.leavers.of(tx, record)),
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

/** Always parted at the same rows, so that a second run finds the pieces of the first. */
async function* piecesOf(rows: AsyncIterable<RosterRow>): AsyncGenerator<RosterRow[]> {
  let piece: RosterRow[] = [];
  for await (const row of rows) {
    piece.push(row);
    if (piece.length < BATCH) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
