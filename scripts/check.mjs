import { spawn } from 'node:child_process';

/** What needs no database: types on one core, everything else on the other. Fails when one of them does, and tells all. */
const lanes = [['types'], ['lint', 'boundaries', 'unused', 'browsers']];

const run = (script) =>
  new Promise((done) => spawn('npm', ['run', '-s', script], { stdio: 'inherit' }).once('close', done));

const failed = [];
await Promise.all(
  lanes.map(async (scripts) => {
    for (const script of scripts) if ((await run(script)) !== 0) failed.push(script);
  }),
);
if (failed.length > 0) process.stderr.write(`failed: ${failed.join(', ')}\n`);
process.exit(failed.length > 0 ? 1 : 0);
