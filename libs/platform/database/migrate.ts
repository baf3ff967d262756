import { DataSource } from 'typeorm';
import { APP_ROLE, databaseOptions } from './database.options.js';

/** Makes the app role if it is missing and applies what migrations are open. Safe to run from several machines at once. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const owner = await new DataSource(databaseOptions({ url: ownerUrl, poolSize: 2, asOwner: true })).initialize();
  const lock = owner.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('hvs.migrate'))`);
    await lock.query(`
      DO $$ BEGIN
        CREATE ROLE ${APP_ROLE} NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$`);
    const [{ member }] = await lock.query(`SELECT pg_has_role(current_user, '${APP_ROLE}', 'MEMBER') AS member`);
    if (!member) await lock.query(`GRANT ${APP_ROLE} TO CURRENT_USER`);
    const applied = await owner.runMigrations();
    // The programs compare this table with their build to say whether they are ready.
    await lock.query(`GRANT SELECT ON migrations TO ${APP_ROLE}`);
    return applied.map((migration) => migration.name);
  } finally {
    await lock.query(`SELECT pg_advisory_unlock(hashtext('hvs.migrate'))`).catch(() => undefined);
    await lock.release();
    await owner.destroy();
  }
}

/** True when every migration of this build has been applied. */
export async function migrationsApplied(dataSource: DataSource): Promise<boolean> {
  const [{ count }] = await dataSource.query('SELECT count(*)::int AS count FROM migrations');
  return count >= (dataSource.options.migrations as unknown[]).length;
}
