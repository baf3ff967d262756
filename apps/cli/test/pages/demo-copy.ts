import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createTestDatabase, eventually, templateOf, type TestDatabase } from '#libs/testing';
import { startBuiltProgram } from '../built-program.js';

const TEMPLATE = 'hvs_demo';
const WORK = 'SELECT FROM job WHERE done_at IS NULL AND (run_at <= now() OR failed_at IS NOT NULL OR attempts > 0)';

/** The demo as its first start leaves it, with every certificate drawn: started once in a run, copied for each suite. */
export async function copyDemo(): Promise<{ database: TestDatabase; folder: string }> {
  const made = await templateOf(TEMPLATE, makeDemo);
  const folder = mkdtempSync(join(tmpdir(), 'hvs-pages-'));
  cpSync(made.folder, folder, { recursive: true });
  return { database: await createTestDatabase(TEMPLATE), folder };
}

async function makeDemo({ url }: TestDatabase, folder: string): Promise<void> {
  // Left by one that failed.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const program = await startBuiltProgram(folder, { DATABASE_URL: url });
  try {
    await worked(url);
  } finally {
    await program.end();
  }
}

async function worked(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const idle = async () => {
      const { rowCount } = await client.query(WORK);
      if (rowCount) throw new Error(`${rowCount} jobs are not done`);
    };
    await eventually(idle, { withinMs: 300_000, everyMs: 250 });
  } finally {
    await client.end();
  }
}
