import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { can, scopeOf, type Actor } from '#libs/identity';
import type { Tree, UnitRow } from '#libs/organisation';
import { Clock, UnitOfWork, conflict, forbidden, notFound, type Tx } from '#libs/platform';
import { RecordUnitChange } from '../record-unit-change.service.js';
import { assertChange, type UnitChange } from '../unit-change.js';
import { ApplyUnitImport } from './apply-unit-import.service.js';
import { PlanUnitImport, type UnitPlan } from './plan-unit-import.service.js';
import type { PlannedUnit } from './plan-units.policy.js';
import { readUnitFile } from './unit-file.parser.js';

export interface UnitFile extends UnitChange {
  tree: Tree;
  fileName: string;
  bytes: Buffer;
}

export interface UnitImportView {
  id: string;
  tree: Tree;
  fileName: string;
  on: string;
  status: 'staged' | 'applied' | 'discarded';
  appliedAt: Date | null;
  counts: Record<PlannedUnit['outcome'], number> & { renamed: number; moved: number; linked: number; unnamed: number };
  rows: PlannedUnit[];
  digest: string;
}

interface Stored {
  id: string;
  tree: Tree;
  fileName: string;
  on: string;
  status: UnitImportView['status'];
  rows: UnitRow[];
  reason: string;
  document: string;
  appliedAt: Date | null;
}

/** A file of units: staged, looked at, and put into force as a whole. */
@Injectable()
export class UnitImports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly planning: PlanUnitImport,
    private readonly applying: ApplyUnitImport,
    private readonly changes: RecordUnitChange,
    private readonly clock: Clock,
  ) {}

  /** Returns the id of the import; the same key again gives the same one. */
  async stage(actor: Actor, file: UnitFile): Promise<string> {
    assertAllowed(actor);
    assertChange(file, this.clock.today());
    const rows = await readUnitFile(file.bytes);
    await this.work.run((tx) =>
      tx.query(
        `INSERT INTO unit_import (id, tree, file_name, effective_on, status, rows, reason, document, made_by, created_at)
         VALUES ($1, $2, $3, $4, 'staged', $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
        [
          file.clientKey,
          file.tree,
          file.fileName.slice(0, 200),
          file.on,
          JSON.stringify(rows),
          file.reason.trim(),
          file.document.trim(),
          actor.personId,
          this.clock.now(),
        ],
      ),
    );
    await this.find(this.dataSource, actor, file.clientKey);
    return file.clientKey;
  }

  /** What it would do if it were applied now; once it is applied, that there is nothing left to do. */
  async preview(actor: Actor, id: string): Promise<UnitImportView> {
    const stored = await this.find(this.dataSource, actor, id);
    return viewOf(stored, await this.planning.plan(this.dataSource, actor, stored));
  }

  /** Refused when the tree has changed since it was looked at, so that nothing unseen happens. */
  async apply(actor: Actor, id: string, seenDigest: string): Promise<void> {
    const stored = await this.find(this.dataSource, actor, id);
    if (stored.status === 'applied') return;
    if (stored.status === 'discarded') throw conflict('unit-import.discarded');
    const plan = await this.planning.plan(this.dataSource, actor, stored);
    if (plan.digest !== seenDigest) throw conflict('unit-import.changed');
    const ids = this.applying.idsOf(plan);
    if (ids.size === 0) throw conflict('unit-import.nothing');
    const change = { clientKey: id, on: stored.on, reason: stored.reason, document: stored.document };
    const step = { kind: 'import' as const, unitIds: [...ids.values()], touches: [] };
    await this.changes.run(actor, change, step, async (tx) => {
      await this.applying.apply(tx, actor, plan, ids, stored);
      await tx.query(`UPDATE unit_import SET status = 'applied', applied_at = $2 WHERE id = $1`, [
        id,
        this.clock.now(),
      ]);
    });
  }

  async discard(actor: Actor, id: string): Promise<void> {
    await this.work.run(async (tx) => {
      const { status } = await this.find(tx, actor, id);
      if (status === 'applied') throw conflict('unit-import.already-applied');
      await tx.query(`UPDATE unit_import SET status = 'discarded', rows = '[]' WHERE id = $1`, [id]);
    });
  }

  /** One's own only. */
  private async find(db: Pick<Tx, 'query'>, actor: Actor, id: string): Promise<Stored> {
    assertAllowed(actor);
    const [stored] = await db.query(
      `SELECT id, tree, file_name AS "fileName", effective_on AS "on", status, rows, reason, document, applied_at AS "appliedAt"
       FROM unit_import WHERE id = $1 AND made_by = $2`,
      [id, actor.personId],
    );
    if (!stored) throw notFound('unit-import.unknown');
    return stored;
  }
}

function assertAllowed(actor: Actor): void {
  if (!can(actor, 'unit.edit') || scopeOf(actor, 'unit.edit').length === 0)
    throw forbidden('access.denied', { permission: 'unit.edit' });
}

function viewOf({ id, tree, fileName, on, status, appliedAt }: Stored, plan: UnitPlan): UnitImportView {
  const count = (test: (row: PlannedUnit) => boolean) => plan.rows.filter(test).length;
  const going = (row: PlannedUnit) => row.outcome === 'change';
  return {
    id,
    tree,
    fileName,
    on,
    status,
    appliedAt,
    rows: plan.rows,
    digest: plan.digest,
    counts: {
      add: count(({ outcome }) => outcome === 'add'),
      change: count(going),
      same: count(({ outcome }) => outcome === 'same'),
      error: count(({ outcome }) => outcome === 'error'),
      renamed: count((row) => going(row) && row.renamed),
      moved: count((row) => going(row) && row.moved),
      linked: count((row) => going(row) && row.linked),
      unnamed: plan.unnamed,
    },
  };
}
