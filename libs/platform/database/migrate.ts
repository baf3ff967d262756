import { DataSource, type QueryRunner } from 'typeorm';
import { APP_ROLE, databaseOptions } from './database.options.js';

/**
 * Makes the app role if it is missing, lets the programs' own login act as it, and applies what migrations are open.
 * Safe to run from several machines at once.
 */
export async function migrate(ownerUrl: string, appUrl = ownerUrl): Promise<string[]> {
  const owner = await new DataSource(databaseOptions({ url: ownerUrl, poolSize: 2, asOwner: true })).initialize();
  const lock = owner.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('hvs.migrate'))`);
    await lock.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${APP_ROLE}') THEN CREATE ROLE ${APP_ROLE} NOLOGIN; END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$`);
    const [{ owner: self }] = await lock.query('SELECT current_user AS owner');
    for (const login of new Set<string>([self, userOf(appUrl) || self])) await letActAsApp(lock, login);
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

/** From PostgreSQL 16 whoever makes a role may administer it and still not act as it. */
async function letActAsApp(owner: QueryRunner, login: string): Promise<void> {
  const [{ may }] = await owner.query(
    `SELECT pg_has_role($1::name, '${APP_ROLE}', CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) AS may`,
    [login],
  );
  if (!may) await owner.query(`GRANT ${APP_ROLE} TO "${login.replaceAll('"', '""')}"`);
}

const userOf = (url: string): string => decodeURIComponent(new URL(url).username);

/** True when every migration of this build has been applied. */
export async function migrationsApplied(dataSource: DataSource): Promise<boolean> {
  const [{ count }] = await dataSource.query('SELECT count(*)::int AS count FROM migrations');
  return count >= (dataSource.options.migrations as unknown[]).length;
}
