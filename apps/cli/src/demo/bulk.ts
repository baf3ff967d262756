import type { EntityManager } from 'typeorm';

/** Column name to PostgreSQL type, in order. */
export type Columns = Record<string, string>;

/** Inserts many rows with one statement: one array parameter per column. */
export async function insertRows(tx: EntityManager, table: string, columns: Columns, rows: unknown[][]): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns);
  const arrays = names.map((_, i) => rows.map((row) => row[i]));
  const unnest = Object.values(columns).map((type, i) => `$${i + 1}::${type === 'jsonb' ? 'text' : type}[]`);
  const casts = Object.entries(columns).map(([name, type]) => (type === 'jsonb' ? `${name}::jsonb` : name));
  await tx.query(
    `INSERT INTO ${table} (${names.join(', ')}) SELECT ${casts.join(', ')} FROM unnest(${unnest.join(', ')}) AS t(${names.join(', ')})`,
    arrays,
  );
}
