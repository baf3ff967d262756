import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { EmbeddedPostgres, migrate } from '#libs/platform';
import type { BenchOptions } from './options.js';

const CLI = fileURLToPath(new URL('../../cli/src/main.js', import.meta.url));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Starts the bench's own embedded database and fills it up to the number of people asked for. */
export async function startDatabase({ folder, people }: BenchOptions): Promise<EmbeddedPostgres> {
  const database = new EmbeddedPostgres({ folder });
  await database.start();
  try {
    await database.ensureDatabase('hoc_vu_so');
    await fill(database.url(), folder, people);
  } catch (error) {
    await database.stop();
    throw error;
  }
  return database;
}

async function fill(url: string, folder: string, people: number): Promise<void> {
  const there = await demoPeople(url);
  if (there >= people) {
    say(`Dùng lại ${there} người thử trong ${folder}.`);
    await migrate(url);
    return;
  }
  say(`Đang nạp ${people - there} người thử vào ${folder}…`);
  const env = { ...process.env, DATABASE_URL: url, DATA_DIR: folder, NODE_ENV: 'development' };
  await promisify(execFile)(process.execPath, [CLI, 'demo:people', '--count', String(people - there)], { env });
}

export async function demoPeople(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT to_regclass('consent') IS NOT NULL AS made`);
    if (!rows[0].made) return 0;
    const counted = await client.query(
      `SELECT count(*)::int AS people FROM consent WHERE method = 'demo' OR at = '2026-01-05T02:00:00Z'`,
    );
    await client.query('ANALYZE');
    return counted.rows[0].people;
  } finally {
    await client.end();
  }
}
