import type { QueryRunner } from 'typeorm';

/** The role the programs run as. It owns no table, so what it is not granted it cannot do. */
export const APP_ROLE = 'hvs_app';

/** Lets the app role read and write the given tables. */
export async function grantAll(q: QueryRunner, tables: string[]): Promise<void> {
  for (const table of tables) {
    await q.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${APP_ROLE}`);
  }
}

/**
 * Makes tables append-only: the app role is granted SELECT and INSERT only, and a trigger refuses
 * UPDATE, DELETE and TRUNCATE whoever asks, the owner included.
 */
export async function appendOnly(q: QueryRunner, tables: string[]): Promise<void> {
  for (const table of tables) {
    await q.query(`GRANT SELECT, INSERT ON ${table} TO ${APP_ROLE}`);
    await q.query(`
      CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }
}

/**
 * Tables whose rows may only be closed: `superseded_at` may be set once, everything else is fixed.
 * Used for what carries "what was known when" (memberships, placements, targets).
 */
export async function supersedeOnly(q: QueryRunner, tables: string[]): Promise<void> {
  for (const table of tables) {
    await q.query(`GRANT SELECT, INSERT, UPDATE (superseded_at) ON ${table} TO ${APP_ROLE}`);
    await q.query(`
      CREATE TRIGGER ${table}_supersede_only BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION refuse_all_but_supersede();
    `);
  }
}
