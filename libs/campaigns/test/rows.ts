import type { Tx } from '#libs/platform';
import { dayOf, instant, type Known } from './world.js';

export type Row = Record<string, unknown>;

/** Ids tell what they are: kind and place in the list. Rows are undone after each run, so they may repeat. */
export const id = (kind: number, index: number): string =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(index).padStart(12, '0')}`;
export const campaignId = id(1, 0);
export const unitId = (index: number): string => id(2, index);
export const personId = (index: number): string => id(3, index);
export const moduleId = (index: number): string => id(4, index);
export const versionId = (module: number, version: number): string => id(5, module * 10 + version);
export const courseVersionId = (index: number): string => id(6, index);
export const completionId = (index: number): string => id(7, index);

export async function insert(tx: Tx, table: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]).join(', ');
  await tx.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

export const knowledge = (row: Known): Row => ({
  recorded_at: instant(row.recordedAt),
  superseded_at: row.supersededAt === null ? null : instant(row.supersededAt),
});
export const period = (row: { from: number; to: number | null }): Row => ({
  valid_from: dayOf(row.from),
  valid_to: row.to === null ? null : dayOf(row.to),
});
