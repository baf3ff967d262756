import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope, scopeOf, type Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import {
  AuditLog,
  Clock,
  UnitOfWork,
  addDays,
  clean,
  conflict,
  invalid,
  newId,
  notFound,
  type Tx,
} from '#libs/platform';
import { ApplyImport } from './apply-import.service.js';
import { fitsTree } from './capacity.policy.js';
import { countOutcomes } from './count-outcomes.js';
import { PlanImport } from './plan-import.service.js';
import { isCalendarDay } from './roster-fields.policy.js';
import { parseRosterFile } from './roster-file.parser.js';
import type { ImportStatus, ImportSummary, OutcomeCounts, RowOutcome, RowReason } from './roster-import.entity.js';
import { StagedRows, type StagedCells } from './staged-rows.service.js';

export interface ImportRequest {
  /** Makes a file sent twice one import. */
  clientKey?: string;
  unitId: string;
  capacity: string;
  fileName: string;
  csv: Buffer;
  /** From this day the people of the file belong to their units. */
  effectiveOn: string;
}

export interface ImportPreview {
  id: string;
  unitId: string;
  unitName: string;
  capacity: string;
  fileName: string;
  effectiveOn: string;
  status: ImportStatus;
  summary: ImportSummary;
  createdAt: Date;
  appliedAt: Date | null;
}

export interface ImportRowView {
  rowNumber: number;
  outcome: RowOutcome;
  reasons: RowReason[];
  cells: StagedCells;
  unitName: string | null;
}

/** Effective days further ahead than this are slips of the pen. */
const DAYS_AHEAD = 31;

/** A roster file on its way in: staged and explained row by row, then applied or discarded. */
@Injectable()
export class RosterImports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly units: Units,
    private readonly planner: PlanImport,
    private readonly applier: ApplyImport,
    private readonly staged: StagedRows,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The dry run. Throws `import.*` when the file or the request cannot be taken as a whole. */
  async stage(actor: Actor, request: ImportRequest): Promise<string> {
    await this.scope.assert(actor, 'roster.import', request.unitId);
    await this.check(request);
    const { rows, ignoredColumns } = parseRosterFile(request.csv);
    return this.work.run(async (tx) => {
      const id = request.clientKey ?? newId();
      if (await this.exists(tx, actor, id)) return id;
      const planned = await this.planner.plan(tx, actor, request, rows);
      await tx.query(
        `INSERT INTO roster_import (id, unit_id, capacity, file_name, effective_on, status, summary, made_by, created_at)
         VALUES ($1, $2, $3, $4, $5, 'staged', $6, $7, $8)`,
        [
          id,
          request.unitId,
          request.capacity,
          clean(request.fileName).slice(-200),
          request.effectiveOn,
          JSON.stringify({ counts: countOutcomes(planned), ignoredColumns } satisfies ImportSummary),
          actor.personId,
          this.clock.now(),
        ],
      );
      await this.staged.insert(tx, id, planned, new Map(rows.map(({ number, cells }) => [number, cells])));
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'roster-import.stage',
        subjectType: 'roster_import',
        subjectId: id,
        details: { unitId: request.unitId, capacity: request.capacity, rows: rows.length },
        origin: actor.origin,
      });
      return id;
    });
  }

  private async check(request: ImportRequest): Promise<void> {
    const unit = await this.units.find(request.unitId);
    const [capacity] = await this.dataSource.query('SELECT 1 FROM capacity WHERE code = $1', [request.capacity]);
    if (!capacity || !fitsTree(request.capacity, unit.tree))
      throw invalid('import.capacity-not-of-tree', { capacity: 'import.capacity-not-of-tree' });
    const { effectiveOn } = request;
    if (!isCalendarDay(effectiveOn) || effectiveOn > addDays(this.clock.today(), DAYS_AHEAD))
      throw invalid('import.day', { effectiveOn: 'import.day' });
    if (!(await this.units.namesOn([request.unitId], effectiveOn)).has(request.unitId))
      throw invalid('import.unit-not-yet', { effectiveOn: 'import.unit-not-yet' });
  }

  private async exists(tx: Tx, actor: Actor, id: string): Promise<boolean> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [id]);
    const [row] = await tx.query('SELECT made_by AS "madeBy" FROM roster_import WHERE id = $1', [id]);
    if (row && row.madeBy !== actor.personId) throw conflict('import.key-taken');
    return row !== undefined;
  }

  async preview(actor: Actor, id: string): Promise<ImportPreview> {
    const [row] = await this.dataSource.query(
      `SELECT id, unit_id AS "unitId", capacity, file_name AS "fileName", effective_on AS "effectiveOn", status, summary,
         created_at AS "createdAt", applied_at AS "appliedAt" FROM roster_import WHERE id = $1`,
      [id],
    );
    if (!row) throw notFound('import.unknown');
    await this.scope.assert(actor, 'roster.import', row.unitId);
    const names = await this.units.namesOn([row.unitId], row.effectiveOn);
    return { ...row, unitName: names.get(row.unitId) ?? '' };
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
    const rows: ImportPreview[] = await this.dataSource.query(
      `SELECT id, unit_id AS "unitId", capacity, file_name AS "fileName", effective_on AS "effectiveOn", status, summary,
         created_at AS "createdAt", applied_at AS "appliedAt" FROM roster_import
       WHERE unit_id = ANY($1) AND status <> 'discarded' ORDER BY created_at DESC LIMIT $2`,
      [within, limit],
    );
    const names = await this.units.namesOn(
      rows.map(({ unitId }) => unitId),
      day,
    );
    return rows.map((row) => ({ ...row, unitName: names.get(row.unitId) ?? '' }));
  }

  /** Puts the file into force. The second time it answers what the first did. */
  async apply(actor: Actor, id: string): Promise<OutcomeCounts> {
    return this.applier.apply(actor, id);
  }

  /** The rows are deleted; that there was a file stays. */
  async discard(actor: Actor, id: string): Promise<void> {
    const { unitId } = await this.preview(actor, id);
    await this.work.run(async (tx) => {
      const [import_] = await tx.query('SELECT status FROM roster_import WHERE id = $1 FOR UPDATE', [id]);
      if (import_.status === 'discarded') return;
      if (import_.status === 'applied') throw conflict('import.already-applied');
      await tx.query('DELETE FROM roster_import_row WHERE import_id = $1', [id]);
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
