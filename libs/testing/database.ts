import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { TEMPLATE } from './template.js';

export interface TestDatabase {
  /** Connects as the owner; pass it through `databaseOptions` to act as the app role. */
  url: string;
  drop(): Promise<void>;
}

/** A database of the suite's own, copied from the migrated template. Call in beforeAll, drop in afterAll. */
export async function createTestDatabase(template = TEMPLATE): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await onServer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = new URL(server());
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () => onServer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/**
 * Another template, for databases that take long to fill: made by the suite that asks first, while others wait for it.
 * `make` is given a folder beside the database for the files that belong to it; all goes when the run ends.
 */
export async function templateOf(
  name: string,
  make: (database: TestDatabase, folder: string) => Promise<void>,
): Promise<{ folder: string }> {
  return onServer(async (client) => {
    // Held until this connection ends.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const [{ data_directory: data }] = (await client.query('SHOW data_directory')).rows;
    const folder = join(dirname(data), name);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return { folder };
    const database = await createTestDatabase();
    await make(database, folder);
    await client.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} RENAME TO ${name}`);
    return { folder };
  });
}

function server(): string {
  const url = process.env.TEST_DATABASE_SERVER;
  if (!url) throw new Error('run through jest: its global setup starts the database');
  return url;
}

async function onServer<T>(act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server());
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}
