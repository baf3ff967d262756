import { spawn, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';

/** `npm run dev`: builds, starts, and starts again when a source changes. */
let child;
let timer;
let restarting = false;

function start() {
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (built.status !== 0) return;
  child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/cli/src/main.js', 'start'], {
    stdio: 'inherit',
    env: { ...process.env, HVS_WATCH: 'yes' },
  });
  child.on('exit', () => {
    child = undefined;
    if (restarting) {
      restarting = false;
      start();
    }
  });
}

function changed(file) {
  if (!file || file.endsWith('.spec.ts')) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    process.stdout.write(`\n${file} đã đổi, khởi động lại…\n`);
    if (!child) return start();
    restarting = true;
    child.kill('SIGTERM');
  }, 200);
}

for (const folder of ['apps', 'libs', 'migrations'])
  watch(folder, { recursive: true }, (_event, file) => changed(file));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (!child) process.exit(0);
    child.once('exit', () => process.exit(0));
    child.kill('SIGTERM');
  });
}
start();
