import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';

/** How far what needs no database stands below the suites, which often wait for a browser, in steps of `nice`. */
const ASIDE = 10;

/** `npm test`: a build, then every suite, with types, lint, boundaries and unused code beside them. */
const passed = (await run('build', process.execPath, ['scripts/build.mjs'])) && (await all());
process.exit(passed ? 0 : 1);

async function all() {
  const results = await Promise.all([
    run('types, lint, boundaries, unused code', 'npm', ['run', '-s', 'check'], ASIDE),
    run('suites', 'npm', ['run', '-s', 'jest']),
  ]);
  return results.every(Boolean);
}

/** What is said aside is said when it has ended. */
async function run(name, command, args, below = 0) {
  const started = Date.now();
  const step = spawn(command, args, { stdio: below ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
  if (below) setPriority(step.pid, below);
  const said = [];
  for (const stream of [step.stdout, step.stderr]) stream?.on('data', (chunk) => said.push(chunk));
  const status = await new Promise((done) => step.once('close', done));
  process.stdout.write(Buffer.concat(said));
  process.stdout.write(`${status === 0 ? 'ok' : 'FAILED'}: ${name} (${Math.round((Date.now() - started) / 1000)} s)\n`);
  return status === 0;
}
