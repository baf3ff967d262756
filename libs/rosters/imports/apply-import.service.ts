import { Injectable } from '@nestjs/common';
import { Scope, scopeOf, type Actor } from '#libs/identity';
import { AuditLog, Clock, UnitOfWork, conflict, invalid, type Tx } from '#libs/platform';
import { Doubts } from '../doubts.service.js';
import { ApplyRows } from './apply-rows.service.js';
import { ImportFiles } from './import-files.service.js';
import { lockImport, type ImportRecord } from './import-rows.js';
import { Leavers, type Leaver } from './leavers.service.js';
import { PlanImport } from './plan-import.service.js';
import type { ImportSummary, OutcomeCounts } from './roster-import.entity.js';
import { StagedRows } from './staged-rows.service.js';

/** What somebody has seen and ticked before a whole roster takes people off. */
export interface LeaveConfirmation {
  /** As many as the page said. */
  leaves: number;
  /** Ticked because it is a large part of the roster. */
  many: boolean;
}

/** More than one in five leaving is more often a wrong file than a true one. */
export const MANY_PERCENT = 20;

export const areMany = ({ count, of }: { count: number; of: number }): boolean => count * 100 > of * MANY_PERCENT;

/** Puts a staged file into force: one transaction, once. */
@Injectable()
export class ApplyImport {
  constructor(
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly planner: PlanImport,
    private readonly staged: StagedRows,
    private readonly rows: ApplyRows,
    private readonly leavers: Leavers,
    private readonly files: ImportFiles,
    private readonly doubts: Doubts,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Rows in error are left out. Everything is planned anew, because others may have changed the same people since. */
  async apply(actor: Actor, id: string, confirmed?: LeaveConfirmation): Promise<OutcomeCounts> {
    return this.work.run(async (tx) => {
      // One file at a time: two that list the same new person must not both create them.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('rosters.apply'))`);
      const file = await lockImport(tx, id);
      await this.scope.assert(actor, 'roster.import', file.unitId, undefined, tx);
      if (file.status === 'applied') return file.summary.counts;
      if (file.status === 'discarded' || file.status === 'undone') throw conflict(`import.${file.status}`);
      if (file.status !== 'staged') throw conflict('import.not-ready');
      await this.applyRows(tx, actor, file);
      const summary: ImportSummary = { ...file.summary, counts: await this.staged.counts(tx, id) };
      if (file.mode === 'whole') summary.leaves = await this.takeOff(tx, file, summary.counts, confirmed);
      await this.files.remove(tx, id);
      await tx.query(`UPDATE roster_import SET status = 'applied', applied_at = $2, summary = $3 WHERE id = $1`, [
        id,
        this.clock.now(),
        JSON.stringify(summary),
      ]);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'roster-import.apply',
        subjectType: 'roster_import',
        subjectId: id,
        details: {
          unitId: file.unitId,
          capacity: file.capacity,
          ...summary.counts,
          ...(summary.leaves && { leaves: summary.leaves.count }),
        },
        origin: actor.origin,
      });
      return summary.counts;
    });
  }

  private async applyRows(tx: Tx, actor: Actor, file: ImportRecord): Promise<void> {
    const session = await this.planner.open(tx, scopeOf(actor, 'roster.import'), file);
    const fresh: { personId: string; unitId: string }[] = [];
    for await (const piece of this.staged.pieces(tx, file.id)) {
      const settled = await this.rows.apply(tx, file, await session.plan(tx, piece));
      const created = settled.filter(({ created: isNew }) => isNew);
      session.created(created.map(({ personId }) => personId!));
      fresh.push(...created.map(({ personId, unitId }) => ({ personId: personId!, unitId: unitId! })));
      await this.staged.settle(tx, file.id, settled);
    }
    await this.doubts.lookMany(tx, fresh);
  }

  /** Only what was seen is done, and nobody leaves because a row could not be read. */
  private async takeOff(tx: Tx, file: ImportRecord, counts: OutcomeCounts, confirmed?: LeaveConfirmation) {
    if (counts.error > 0) throw conflict('import.whole-needs-clean', { count: counts.error });
    const leavers: Leaver[] = await this.leavers.of(tx, file);
    const leaves = { count: leavers.length, of: file.summary.leaves?.of ?? leavers.length };
    if (leaves.count > 0 && confirmed?.leaves !== leaves.count)
      throw conflict('import.leaves-changed', { count: leaves.count });
    if (leaves.count > 0 && areMany(leaves) && !confirmed?.many)
      throw invalid('import.many-leave', { many: 'import.many-leave' });
    await this.rows.takeOff(tx, file, leavers);
    return leaves;
  }
}
