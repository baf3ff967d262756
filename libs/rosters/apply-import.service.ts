import { Injectable } from '@nestjs/common';
import { People, Scope, type Actor } from '#libs/identity';
import { AuditLog, Clock, UnitOfWork, conflict, notFound, type Tx } from '#libs/platform';
import { countOutcomes } from './count-outcomes.js';
import { Doubts } from './doubts.service.js';
import { Memberships } from './memberships.service.js';
import { PlanImport, type PlannedRow } from './plan-import.service.js';
import type { ImportStatus, ImportSummary, OutcomeCounts } from './roster-import.entity.js';
import { StagedRows } from './staged-rows.service.js';

interface StagedImport {
  id: string;
  unitId: string;
  capacity: string;
  effectiveOn: string;
  status: ImportStatus;
  summary: ImportSummary;
}

/** Puts a staged file into force: one transaction, once. */
@Injectable()
export class ApplyImport {
  constructor(
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly planner: PlanImport,
    private readonly staged: StagedRows,
    private readonly people: People,
    private readonly memberships: Memberships,
    private readonly doubts: Doubts,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Rows in error are left out. Everything is planned anew, because others may have changed the same people since. */
  async apply(actor: Actor, id: string): Promise<OutcomeCounts> {
    return this.work.run(async (tx) => {
      // One file at a time: two that list the same new person must not both create them.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('rosters.apply'))`);
      const file = await this.lock(tx, id);
      await this.scope.assert(actor, 'roster.import', file.unitId, undefined, tx);
      if (file.status === 'applied') return file.summary.counts;
      if (file.status === 'discarded') throw conflict('import.discarded');
      const planned = await this.planner.plan(tx, actor, file, await this.staged.all(tx, id));
      const settled = await this.applyRows(tx, file, planned);
      const counts = countOutcomes(settled);
      await this.staged.settle(tx, id, settled);
      await tx.query(`UPDATE roster_import SET status = 'applied', applied_at = $2, summary = $3 WHERE id = $1`, [
        id,
        this.clock.now(),
        JSON.stringify({ ...file.summary, counts }),
      ]);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'roster-import.apply',
        subjectType: 'roster_import',
        subjectId: id,
        details: { unitId: file.unitId, capacity: file.capacity, ...counts },
        origin: actor.origin,
      });
      return counts;
    });
  }

  private async lock(tx: Tx, id: string): Promise<StagedImport> {
    const [file] = await tx.query(
      `SELECT id, unit_id AS "unitId", capacity, effective_on AS "effectiveOn", status, summary FROM roster_import WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!file) throw notFound('import.unknown');
    return file;
  }

  /** The same rows, with the ids of those who were created. */
  private async applyRows(tx: Tx, file: StagedImport, planned: PlannedRow[]): Promise<PlannedRow[]> {
    const settled: PlannedRow[] = [];
    const fresh: { personId: string; unitId: string }[] = [];
    for (const row of planned) {
      if (row.outcome !== 'add' && row.outcome !== 'change') {
        settled.push(row);
        continue;
      }
      const personId = row.personId ?? (await this.people.create(tx, row.person));
      if (row.personId && row.identity) await this.people.update(tx, personId, row.identity);
      await this.place(tx, file, row, personId);
      if (!row.personId) fresh.push({ personId, unitId: row.unitId! });
      settled.push({ ...row, personId });
    }
    await this.doubts.lookMany(tx, fresh);
    return settled;
  }

  private async place(tx: Tx, file: StagedImport, row: PlannedRow, personId: string): Promise<void> {
    const { place, person } = row;
    if (place?.kind === 'add')
      await this.memberships.add(tx, {
        personId,
        unitId: row.unitId!,
        capacity: file.capacity,
        position: person.position,
        isHead: person.isHead ?? false,
        source: 'roster',
        importId: file.id,
        from: file.effectiveOn,
      });
    if (place?.kind === 'from-day')
      await this.memberships.transfer(tx, place.membershipId, {
        ...place.change,
        importId: file.id,
        on: file.effectiveOn,
      });
    if (place?.kind === 'from-start')
      await this.memberships.correct(tx, place.membershipId, { ...place.change, importId: file.id });
  }
}
