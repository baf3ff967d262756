import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '#libs/identity';
import { AuditLog, Clock, Handles, conflict, invalid, type JobContext, type JobHandler, type Tx } from '#libs/platform';
import { Doubts } from '../doubts.service.js';
import { ApplyRows } from './apply-rows.service.js';
import { ImportFiles } from './import-files.service.js';
import type { ImportRecord } from './import-rows.js';
import { ImportSteps, type ImportStep } from './import-steps.service.js';
import { Leavers, peopleAmong, type Leaver } from './leavers.service.js';
import { PlanImport } from './plan-import.service.js';
import type { ImportSummary, LeaveConfirmation, OutcomeCounts } from './roster-import.entity.js';
import { StagedRows } from './staged-rows.service.js';

/** More than one in five leaving is more often a wrong file than a true one. */
export const MANY_PERCENT = 20;

export const areMany = ({ count, of }: { count: number; of: number }): boolean => count * 100 > of * MANY_PERCENT;

const STEP: ImportStep = {
  job: 'roster.apply',
  from: 'staged',
  during: 'applying',
  mayNot: 'import.may-not',
  failed: 'import.apply-failed',
};

/** Puts a staged file into force: one transaction, once. */
@Injectable()
@Handles(STEP.job)
export class ApplyImport implements JobHandler<{ importId: string }> {
  constructor(
    private readonly steps: ImportSteps,
    private readonly planner: PlanImport,
    private readonly staged: StagedRows,
    private readonly rows: ApplyRows,
    private readonly leavers: Leavers,
    private readonly files: ImportFiles,
    private readonly doubts: Doubts,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws what can be seen to stand against it; the job looks again. The second time it does nothing. */
  async ask(actor: Actor, id: string, confirmed?: LeaveConfirmation): Promise<void> {
    const check = ({ status, mode, summary }: ImportRecord): boolean => {
      if (status === 'applying' || status === 'applied') return false;
      if (status === 'discarded' || status === 'undoing' || status === 'undone') throw conflict(`import.${status}`);
      if (status !== 'staged') throw conflict('import.not-ready');
      if (mode === 'whole') assertSeen(summary.counts, summary.leaves, confirmed);
      return true;
    };
    await this.steps.ask(actor, id, STEP, check, confirmed);
  }

  /** Rows in error are left out. Everything is planned anew, because others may have changed the same people since. */
  async run({ importId }: { importId: string }, job: JobContext): Promise<void> {
    await this.steps.run(
      STEP,
      importId,
      job,
      (tx, actor, file) => this.apply(tx, actor, file, job),
      async (tx, file, { code, data }) => {
        if (code !== 'import.leaves-changed') return;
        // What is shown, and confirmed by the next press.
        const leaves = { count: data.count, of: await this.leavers.total(tx, file) };
        await tx.query(
          `UPDATE roster_import SET summary = summary || jsonb_build_object('leaves', $2::jsonb) WHERE id = $1`,
          [importId, JSON.stringify(leaves)],
        );
      },
    );
  }

  private async apply(tx: Tx, actor: Actor, file: ImportRecord, job: JobContext): Promise<void> {
    await this.applyRows(tx, actor, file, job);
    const summary: ImportSummary = { ...file.summary, counts: await this.staged.counts(tx, file.id) };
    if (file.mode === 'whole') summary.leaves = await this.takeOff(tx, file, summary.counts);
    await this.files.remove(tx, file.id);
    await tx.query(
      `UPDATE roster_import SET status = 'applied', asked = NULL, applied_at = $2, summary = $3 WHERE id = $1`,
      [file.id, this.clock.now(), JSON.stringify(summary)],
    );
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: 'roster-import.apply',
      subjectType: 'roster_import',
      subjectId: file.id,
      details: {
        unitId: file.unitId,
        capacity: file.capacity,
        ...summary.counts,
        ...(summary.leaves && { leaves: summary.leaves.count }),
      },
      origin: actor.origin,
    });
  }

  private async applyRows(tx: Tx, actor: Actor, file: ImportRecord, job: JobContext): Promise<void> {
    const session = await this.planner.open(tx, scopeOf(actor, 'roster.import'), file);
    const fresh: { personId: string; unitId: string }[] = [];
    let done = 0;
    for await (const piece of this.staged.pieces(tx, file.id)) {
      const settled = await this.rows.apply(tx, file, await session.plan(tx, piece));
      const created = settled.filter(({ created: isNew }) => isNew);
      session.created(created.map(({ personId }) => personId!));
      fresh.push(...created.map(({ personId, unitId }) => ({ personId: personId!, unitId: unitId! })));
      await this.staged.settle(tx, file.id, settled);
      await job.progress((done += piece.length), file.rowsTotal ?? undefined);
    }
    await this.doubts.lookMany(tx, fresh);
  }

  private async takeOff(tx: Tx, file: ImportRecord, counts: OutcomeCounts) {
    const leavers: Leaver[] = await this.leavers.of(tx, file);
    const count = peopleAmong(leavers);
    const leaves = { count, of: file.summary.leaves?.of ?? count };
    assertSeen(counts, leaves, file.asked!.confirmed);
    await this.rows.takeOff(tx, file, leavers);
    return leaves;
  }
}

/** Only what was seen is done, and nobody leaves because a row could not be read. */
function assertSeen(counts: OutcomeCounts, leaves: ImportSummary['leaves'], confirmed?: LeaveConfirmation): void {
  if (counts.error > 0) throw conflict('import.whole-needs-clean', { count: counts.error });
  if (!leaves || leaves.count === 0) return;
  if (confirmed?.leaves !== leaves.count) throw conflict('import.leaves-changed', { count: leaves.count });
  if (areMany(leaves) && !confirmed.many) throw invalid('import.many-leave', { many: 'import.many-leave' });
}
