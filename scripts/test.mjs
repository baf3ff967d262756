import { spawnSync } from 'node:child_process';

/** `npm test`: types, lint, boundaries, unused code, then a build, then every suite. Stops at the first that fails. */
const steps = [
  ['types, lint, boundaries, unused code', 'npm', ['run', '-s', 'check']],
  ['build', process.execPath, ['scripts/build.mjs']],
  ['suites', 'npm', ['run', '-s', 'jest']],
];
for (const [name, command, args] of steps) {
  const started = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  process.stdout.write(`${status === 0 ? 'ok' : 'FAILED'}: ${name} (${Math.round((Date.now() - started) / 1000)} s)\n`);
  if (status !== 0) process.exit(status ?? 1);
}
