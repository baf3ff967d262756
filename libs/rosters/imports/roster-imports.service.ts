import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope, scopeOf, type Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, conflict } from '#libs/platform';
import { ApplyImport } from './apply-import.service.js';
import { ImportFiles } from './import-files.service.js';
import { IMPORT, findImport, lockImport, type ImportRecord } from './import-rows.js';
import { Leavers, type LeaverView } from './leavers.service.js';
import type { LeaveConfirmation, RowOutcome, RowReason } from './roster-import.entity.js';
import { StagedRows, type StagedCells } from './staged-rows.service.js';
import { TakeFile, type ImportRequest } from './take-file.service.js';
import { UndoImport } from './undo-import.service.js';

export type { ImportRequest } from './take-file.service.js';

export interface ImportPreview extends Omit<ImportRecord, 'scopeRoots' | 'madeBy' | 'jobId' | 'asked'> {
  unitName: string;
}

export interface ImportRowView {
  rowNumber: number;
  outcome: RowOutcome;
  reasons: RowReason[];
  cells: StagedCells;
  unitName: string | null;
}

/** A roster file on its way in: read and explained row by row, then applied or discarded; applied, it can be undone. */
@Injectable()
export class RosterImports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly units: Units,
    private readonly taker: TakeFile,
    private readonly applier: ApplyImport,
    private readonly undoer: UndoImport,
    private readonly staged: StagedRows,
    private readonly files: ImportFiles,
    private readonly leaving: Leavers,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The dry run; of a large file it goes on in a job. Throws when the file or the request cannot be taken as a whole. */
  async stage(actor: Actor, request: ImportRequest): Promise<string> {
    return this.taker.take(actor, request);
  }

  async preview(actor: Actor, id: string): Promise<ImportPreview> {
    const row = await findImport(this.dataSource, id);
    await this.scope.assert(actor, 'roster.import', row.unitId);
    const names = await this.units.namesOn([row.unitId], row.effectiveOn);
    const preview = shown(row, names.get(row.unitId) ?? '');
    return row.status === 'applying' ? { ...preview, rowsDone: await this.applied(row) } : preview;
  }

  /** How many rows; they stand in a transaction that nobody sees before its end. */
  private async applied({ jobId }: ImportRecord): Promise<number> {
    const [job] = await this.dataSource.query('SELECT progress_done AS done FROM job WHERE id = $1', [jobId]);
    return job?.done ?? 0;
  }

  /** The rows of one outcome, in the file's order. */
  async rows(actor: Actor, id: string, outcome: RowOutcome, page = { offset: 0, limit: 50 }): Promise<ImportRowView[]> {
    const { effectiveOn } = await this.preview(actor, id);
    return this.staged.list(id, outcome, effectiveOn, page);
  }

  /** Files of the units in the actor's scope, the newest first. */
  async recent(actor: Actor, limit = 10): Promise<ImportPreview[]> {
    const day = this.clock.today();
    const within = await this.units.subtreeIds(scopeOf(actor, 'roster.import'), day);
    const rows: ImportRecord[] = await this.dataSource.query(
      `SELECT ${IMPORT} FROM roster_import WHERE unit_id = ANY($1) AND status <> 'discarded' ORDER BY created_at DESC LIMIT $2`,
      [within, limit],
    );
    const names = await this.units.namesOn(
      rows.map(({ unitId }) => unitId),
      day,
    );
    return rows.map((row) => shown(row, names.get(row.unitId) ?? ''));
  }

  /** Who leaves, or has left, because a whole roster does not name them. */
  async leavers(actor: Actor, id: string, limit = 200): Promise<LeaverView[]> {
    await this.preview(actor, id);
    return this.work.run(async (tx) => this.leaving.names(tx, await findImport(tx, id), limit));
  }

  /** Has a job put the file into force: `preview` tells when it is done, or why it could not be. */
  async apply(actor: Actor, id: string, confirmed?: LeaveConfirmation): Promise<void> {
    return this.applier.ask(actor, id, confirmed);
  }

  /** The same, to take it back. */
  async undo(actor: Actor, id: string): Promise<void> {
    return this.undoer.ask(actor, id);
  }

  /** The rows are deleted; that there was a file stays. */
  async discard(actor: Actor, id: string): Promise<void> {
    const seen = await this.preview(actor, id);
    // Its job holds the row.
    if (seen.status === 'applying') throw conflict('import.applying');
    if (seen.status === 'undoing') throw conflict('import.undoing');
    await this.work.run(async (tx) => {
      const { status, unitId } = await lockImport(tx, id);
      if (status === 'discarded') return;
      if (status === 'applied' || status === 'undone') throw conflict('import.already-applied');
      if (status === 'applying') throw conflict('import.applying');
      await tx.query('DELETE FROM roster_import_row WHERE import_id = $1', [id]);
      await this.files.remove(tx, id);
      await tx.query(`UPDATE roster_import SET status = 'discarded' WHERE id = $1`, [id]);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'roster-import.discard',
        subjectType: 'roster_import',
        subjectId: id,
        details: { unitId },
        origin: actor.origin,
      });
    });
  }
}

function shown(record: ImportRecord, unitName: string): ImportPreview {
  const { scopeRoots: _roots, madeBy: _maker, jobId: _job, asked: _asked, ...row } = record;
  return { ...row, unitName };
}
