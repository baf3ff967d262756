import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Askers, Scope, askerOf, type Actor } from '#libs/identity';
import {
  DomainError,
  JobQueue,
  PermanentJobError,
  UnitOfWork,
  forbidden,
  type JobContext,
  type Tx,
} from '#libs/platform';
import { findImport, lockImport, type ImportRecord } from './import-rows.js';
import type { AskedStep, ImportFailure, ImportStatus, LeaveConfirmation } from './roster-import.entity.js';

/** A step of an import that is asked for in a request and done by a job. */
export interface ImportStep {
  job: string;
  /** Before it; also after it when it could not be done. */
  from: ImportStatus;
  during: ImportStatus;
  /** What is said when the asker may no longer do it, and when the program failed. */
  mayNot: string;
  failed: string;
}

const ATTEMPTS = 3;

@Injectable()
export class ImportSteps {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly askers: Askers,
    private readonly queue: JobQueue,
  ) {}

  /**
   * `check` throws what stands against it, and answers false when it is done or under way already. It reads without a
   * lock: the job holds the row for as long as it takes.
   */
  async ask(
    actor: Actor,
    id: string,
    step: ImportStep,
    check: (file: ImportRecord) => boolean,
    confirmed?: LeaveConfirmation,
  ): Promise<void> {
    const file = await findImport(this.dataSource, id);
    await this.scope.assert(actor, 'roster.import', file.unitId);
    if (!check(file)) return;
    const asked: AskedStep = { asker: askerOf(actor), confirmed };
    await this.work.run(async (tx) => {
      const [mine] = await tx.query(
        `UPDATE roster_import SET status = $2, asked = $3, failure = NULL WHERE id = $1 AND status = $4 RETURNING id`,
        [id, step.during, JSON.stringify(asked), step.from],
      );
      // Another press came first.
      if (mine.length === 0) return;
      const jobId = await this.queue.enqueue(tx, step.job, { importId: id }, { maxAttempts: ATTEMPTS });
      await tx.query('UPDATE roster_import SET job_id = $2 WHERE id = $1', [id, jobId]);
    });
  }

  /**
   * Does the step in one transaction, as whoever asked for it. A refusal puts the import back and is not tried again;
   * any other failure is, and puts it back in the end. `refused` may write down more in the same transaction.
   */
  async run(
    step: ImportStep,
    importId: string,
    job: JobContext,
    act: (tx: Tx, actor: Actor, file: ImportRecord) => Promise<void>,
    refused?: (tx: Tx, file: ImportRecord, error: DomainError) => Promise<void>,
  ): Promise<void> {
    try {
      // The worker died with it as often.
      if (job.attempt > ATTEMPTS) throw new PermanentJobError('roster-import.interrupted');
      await this.work.run(async (tx) => {
        // One file at a time: two that list the same new person must not both create them.
        await tx.query(`SELECT pg_advisory_xact_lock(hashtext('rosters.apply'))`);
        const file = await this.own(tx, step, importId, job.jobId);
        if (file) await act(tx, await this.actor(tx, step, file), file);
      });
    } catch (error) {
      const refusal = error instanceof DomainError ? error : null;
      if (!refusal && job.attempt < ATTEMPTS) throw error;
      await this.work.run(async (tx) => {
        const file = await this.own(tx, step, importId, job.jobId);
        if (!file) return;
        await this.putBack(tx, step, importId, refusal ?? { code: step.failed, data: {} });
        if (refusal) await refused?.(tx, file, refusal);
      });
      if (!refusal) throw error;
    }
  }

  /** Null when it was done by an earlier run of the job, or is another job's by now. */
  private async own(tx: Tx, step: ImportStep, importId: string, jobId: string): Promise<ImportRecord | null> {
    const file = await lockImport(tx, importId);
    return file.status === step.during && file.jobId === jobId ? file : null;
  }

  private async actor(tx: Tx, step: ImportStep, file: ImportRecord): Promise<Actor> {
    const actor = await this.askers.now(tx, file.asked!.asker);
    if (!actor) throw forbidden(step.mayNot);
    await this.scope.assert(actor, 'roster.import', file.unitId, undefined, tx).catch((error) => {
      throw error instanceof DomainError ? forbidden(step.mayNot) : error;
    });
    return actor;
  }

  private async putBack(tx: Tx, step: ImportStep, importId: string, { code, data }: ImportFailure): Promise<void> {
    await tx.query('UPDATE roster_import SET status = $2, asked = NULL, failure = $3 WHERE id = $1', [
      importId,
      step.from,
      JSON.stringify({ code, data }),
    ]);
  }
}
