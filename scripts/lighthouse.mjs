import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { pagesToMeasure } from './lighthouse-pages.mjs';

/**
 * `npm run lighthouse`: the built program, its main pages in the system's Chromium as Lighthouse's own phone sees them
 * (slow 4G, a processor four times slower), the median of three. With `--write` the table goes into docs/performance.md.
 */
const TIMES = 3;
const MARKS = { performance: 98, accessibility: 100, 'best-practices': 100, seo: 100 };
const DOCUMENT = 'docs/performance.md';

execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
const folder = mkdtempSync(join(tmpdir(), 'hvs-lighthouse-'));
const [port, debugPort] = [await freePort(), await freePort()];
const base = `http://localhost:${port}`;
const program = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'start'], {
  env: { ...process.env, NODE_ENV: 'development', DATA_DIR: folder, PORT: String(port) },
  stdio: 'ignore',
});
const ended = new Promise((done) => program.once('exit', done));
let browser;
try {
  await ready();
  browser = await chromium.launch({
    executablePath: execFileSync('which', ['chromium']).toString().trim(),
    args: ['--headless', '--no-sandbox', '--disable-gpu', `--remote-debugging-port=${debugPort}`],
  });
  const context = await browser.newContext({ baseURL: base });
  const pages = await pagesToMeasure(context);
  await context.close();
  const rows = [];
  for (const page of pages) rows.push(await measure(page));
  report(rows);
} finally {
  await browser?.close();
  program.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, () => {
      const { port: free } = server.address();
      server.close(() => done(free));
    });
  });
}

async function ready() {
  for (let tries = 0; tries < 300; tries += 1) {
    if (program.exitCode !== null) throw new Error('the program has ended');
    if (
      await fetch(`${base}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await wait(300);
  }
  throw new Error('the program is not ready');
}

async function measure({ name, path, hidden, cookie }) {
  const scores = [];
  const faults = new Set();
  for (let time = 0; time < TIMES; time += 1) {
    const { lhr } = await lighthouse(`${base}${path}`, {
      port: debugPort,
      logLevel: 'error',
      onlyCategories: Object.keys(MARKS),
      // A page with a person's name tells crawlers to stay away, and should.
      skipAudits: hidden ? ['is-crawlable'] : [],
      extraHeaders: cookie ? { Cookie: cookie } : {},
      disableStorageReset: true,
    });
    scores.push(lhr.categories);
    for (const { id, score, scoreDisplayMode, title } of Object.values(lhr.audits))
      if (scoreDisplayMode === 'binary' && score === 0) faults.add(`${id}: ${title}`);
  }
  const row = { name, path, faults: [...faults] };
  for (const category of Object.keys(MARKS))
    row[category] = median(scores.map((s) => Math.round(s[category].score * 100)));
  process.stderr.write(`${path} ${JSON.stringify(row)}\n`);
  return row;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function report(rows) {
  const columns = Object.keys(MARKS);
  const lines = rows.map((row) => `| ${row.name} | ${columns.map((column) => row[column]).join(' | ')} |`);
  const text = [
    `Đo lúc ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, Lighthouse 12, điện thoại chậm và mạng 4G chậm do Lighthouse giả lập, trung vị của ${TIMES} lần. Mốc: hiệu năng từ ${MARKS.performance}, ba cột còn lại 100.`,
    '',
    '| Trang | Hiệu năng | Tiếp cận | Cách làm tốt | Tìm kiếm |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
  process.stdout.write(`${text}\n`);
  if (process.argv.includes('--write')) {
    const document = readFileSync(DOCUMENT, 'utf8');
    const [begin, end] = ['<!-- lighthouse:begin -->', '<!-- lighthouse:end -->'];
    const [before, rest] = document.split(begin);
    writeFileSync(DOCUMENT, `${before}${begin}\n\n${text}\n\n${end}${rest.split(end)[1]}`);
  }
  const short = rows.filter((row) => columns.some((column) => row[column] < MARKS[column]));
  if (short.length > 0) process.exitCode = 1;
}
