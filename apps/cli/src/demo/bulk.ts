import type { EntityManager } from 'typeorm';

/** Column name to PostgreSQL type, in order. */
export type Columns = Record<string, string>;

/** Types whose values travel as their text: an array of arrays, or of objects, does not pass through unnest. */
const AS_TEXT = new Set(['jsonb', 'int[]']);

/** Inserts many rows with one statement: one array parameter per column. */
export async function insertRows(tx: EntityManager, table: string, columns: Columns, rows: unknown[][]): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns);
  const arrays = names.map((_, i) => rows.map((row) => row[i]));
  const unnest = Object.values(columns).map((type, i) => `$${i + 1}::${AS_TEXT.has(type) ? 'text' : type}[]`);
  const casts = Object.entries(columns).map(([name, type]) => (AS_TEXT.has(type) ? `${name}::${type}` : name));
  await tx.query(
    `INSERT INTO ${table} (${names.join(', ')}) SELECT ${casts.join(', ')} FROM unnest(${unnest.join(', ')}) AS t(${names.join(', ')})`,
    arrays,
  );
}
