import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Starts one volatile PostgreSQL for the whole run, with a migrated template database, in a child process of its own. */
export default async function globalSetup() {
  const outfile = `${root}node_modules/.cache/hvs/test-database-${process.pid}.mjs`;
  mkdirSync(`${root}node_modules/.cache/hvs`, { recursive: true });
  await build({
    entryPoints: [`${root}libs/testing/jest/test-database.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '#migrations': `${root}migrations/index.ts` },
    logLevel: 'error',
  });
  const child = spawn(process.execPath, [outfile], { stdio: ['pipe', 'pipe', 'inherit'] });
  process.env.TEST_DATABASE_SERVER = await new Promise((done, fail) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const match = text.match(/READY (\S+)/);
      if (match) done(match[1]);
    });
    child.on('exit', (code) => fail(new Error(`the test database did not start (exit ${code})`)));
  });
  globalThis.__testDatabase = child;
}
