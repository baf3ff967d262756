import { notFound, type Tx } from '#libs/platform';
import type { AskedStep, ImportFailure, ImportMode, ImportStatus, ImportSummary } from './roster-import.entity.js';

export interface ImportRecord {
  id: string;
  unitId: string;
  capacity: string;
  fileName: string;
  effectiveOn: string;
  mode: ImportMode;
  withBelow: boolean;
  status: ImportStatus;
  summary: ImportSummary;
  scopeRoots: string[];
  rowsDone: number;
  rowsTotal: number | null;
  failure: ImportFailure | null;
  jobId: string | null;
  asked: AskedStep | null;
  madeBy: string;
  createdAt: Date;
  appliedAt: Date | null;
  undoneAt: Date | null;
}

export const IMPORT = `id, unit_id AS "unitId", capacity, file_name AS "fileName", effective_on AS "effectiveOn", mode,
  with_below AS "withBelow", status, summary, scope_roots AS "scopeRoots", rows_done AS "rowsDone", rows_total AS "rowsTotal",
  failure, job_id AS "jobId", asked, made_by AS "madeBy", created_at AS "createdAt", applied_at AS "appliedAt", undone_at AS "undoneAt"`;

export const EMPTY_SUMMARY: ImportSummary = { counts: { add: 0, change: 0, skip: 0, error: 0 }, ignoredColumns: [] };

/** Throws `import.unknown`. */
export async function findImport(tx: Pick<Tx, 'query'>, id: string): Promise<ImportRecord> {
  const [row] = await tx.query(`SELECT ${IMPORT} FROM roster_import WHERE id = $1`, [id]);
  if (!row) throw notFound('import.unknown');
  return row;
}

/** The same, and nobody else touches it until the transaction ends. */
export async function lockImport(tx: Tx, id: string): Promise<ImportRecord> {
  const [row] = await tx.query(`SELECT ${IMPORT} FROM roster_import WHERE id = $1 FOR UPDATE`, [id]);
  if (!row) throw notFound('import.unknown');
  return row;
}
