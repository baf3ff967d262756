import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const DOCUMENT = 'docs/performance.md';

/** Builds and starts the program as `npm start` does, on a data folder of its own. */
export async function startProgram() {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'hvs-measured-'));
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const program = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'start'], {
    env: { ...process.env, NODE_ENV: 'development', DATA_DIR: folder, PORT: String(port) },
    stdio: 'ignore',
  });
  const ended = new Promise((done) => program.once('exit', done));
  const stop = async () => {
    program.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready(program, base);
  } catch (error) {
    await stop();
    throw error;
  }
  return { base, stop };
}

export function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function ready(program, base) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (program.exitCode !== null) throw new Error('the program has ended');
    const answered = await fetch(`${base}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await wait(300);
  }
  throw new Error('the program is not ready');
}

export const chromiumPath = () => execFileSync('which', ['chromium']).toString().trim();

export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

export const measuredAt = () => `Đo lúc ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Prints the text; with `--write` it also stands in docs/performance.md, between the marks of this name. */
export function tell(name, text) {
  process.stdout.write(`${text}\n`);
  if (!process.argv.includes('--write')) return;
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = document.split(begin);
  writeFileSync(DOCUMENT, `${before}${begin}\n\n${text}\n\n${end}${rest.split(end)[1]}`);
}
