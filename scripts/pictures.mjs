import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/**
 * `npm run pictures`: the guides' pictures (docs/anh/huong-dan), taken while walking the demo as each role in a real
 * browser, so that no guide shows what the program does not. Starts the built program on a folder of its own.
 */
const ROOT = new URL('..', import.meta.url).pathname;
const OUT = join(ROOT, 'docs/anh/huong-dan');
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1100, height: 760 };
const PASSWORD = 'hocvuso2026';
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

const folder = mkdtempSync(join(tmpdir(), 'hvs-pictures-'));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const program = spawn(process.execPath, [join(ROOT, 'dist/apps/cli/src/main.js'), 'start'], {
  env: { ...process.env, PORT: String(port), DATA_DIR: folder },
  stdio: 'ignore',
});
let browser;
try {
  await ready();
  mkdirSync(OUT, { recursive: true });
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
    ],
  });
  await learner();
  await manager();
  await administrator();
  await committee();
  await auditor();
} finally {
  await browser?.close();
  program.kill('SIGTERM');
  await new Promise((done) => program.once('exit', done));
  rmSync(folder, { recursive: true, force: true });
}

async function learner() {
  const page = await visit(PHONE);
  await page.goto(base);
  await take(page, 'hoc-1-trang-dau');
  await page.goto(`${base}/tim?q=lua+dao`);
  await take(page, 'hoc-2-tim');
  await page.goto(`${base}/dang-ky`);
  await take(page, 'hoc-3-dang-ky');
  await signIn(page, '0900000001');
  await page.goto(base);
  await take(page, 'hoc-4-hoc-tiep');
  await page.goto(`${base}/chuyen-de/an-toan-thong-tin`);
  await take(page, 'hoc-5-chuyen-de');
  await page.click('main a[href^="/hoc/an-toan-thong-tin/"]');
  const module = new URL(page.url()).pathname.split('/').slice(0, 4).join('/');
  await page.goto(`${base}${module}/trang/1`);
  await take(page, 'hoc-6-bai-hoc');
  await page.goto(`${base}${module}/kiem-tra`);
  await page.click('main button[type=submit]');
  await page.waitForURL(/cau\/1$/);
  await take(page, 'hoc-7-kiem-tra');
  await answerAll(page);
  await take(page, 'hoc-8-ket-qua');
  await page.goto(`${base}/chung-nhan`);
  await take(page, 'hoc-9-chung-nhan');
  await page.goto(`${base}/ca-nhan/du-lieu`);
  await take(page, 'hoc-10-du-lieu');
  await page.context().close();
}

/** Any answer: the picture shows how a result looks, right or wrong. */
async function answerAll(page) {
  for (let question = 0; question < 30 && /cau\/\d+$/.test(page.url()); question += 1) {
    await page.locator('main input[name=answer]').first().check({ force: true });
    const before = page.url();
    await page.locator('main form button.btn-primary').first().click();
    await page.waitForURL((url) => url.href !== before);
  }
  await page.locator('main form button.btn-primary').first().click();
  await page.waitForURL(/ket-qua/);
}

async function manager() {
  const page = await visit(DESK);
  await signIn(page, '0900000006');
  await page.goto(`${base}/don-vi`);
  await take(page, 'don-vi-1-ban-lam-viec');
  await page.click('main a[href^="/don-vi/0"]');
  const unit = page.url();
  await take(page, 'don-vi-2-danh-sach');
  await page.goto(`${base}/don-vi/nhap-danh-sach?don-vi=${unit.split('/').at(-1)}`);
  await take(page, 'don-vi-3-nhap');
  await page.goto(`${base}/don-vi/nguoi?tim=thi`);
  await page.locator('main a[href^="/don-vi/nguoi/"]').first().click();
  await take(page, 'don-vi-4-mot-nguoi');
  await page.goto(`${base}/buoi-hoc/the/moi`);
  await take(page, 'don-vi-5-the-hoc');
  await page.context().close();
}

async function administrator() {
  const page = await visit(DESK);
  await signIn(page, '0900000009');
  const pages = { '': 'quan-tri', '/don-vi': 'don-vi', '/vai-tro': 'vai-tro', '/an-toan': 'an-toan' };
  const more = { '/yeu-cau': 'yeu-cau', '/luu-tru': 'luu-tru', '/cong-viec': 'cong-viec' };
  let number = 0;
  for (const [path, name] of Object.entries({ ...pages, ...more })) {
    number += 1;
    await page.goto(`${base}/quan-tri${path}`);
    await take(page, `quan-tri-${number}-${name}`);
  }
  await page.context().close();
}

async function committee() {
  const page = await visit(DESK);
  await signIn(page, '0900000007');
  await page.goto(`${base}/bao-cao`);
  await take(page, 'cap-uy-1-so-lieu');
  await page.locator('main a[href$="/chi-tieu"], main a[href*="/chi-tieu?"]').first().click();
  await take(page, 'cap-uy-2-chi-tieu');
  await page.context().close();
}

async function auditor() {
  const page = await visit(DESK);
  await signIn(page, '0900000010');
  await page.goto(`${base}/kiem-tra`);
  await take(page, 'kiem-tra-1-nhat-ky');
  await page.context().close();
}

async function visit(viewport) {
  const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

async function signIn(page, phone) {
  await page.goto(`${base}/dang-nhap`);
  await page.fill('input[name=phone]', phone);
  await page.fill('input[name=password]', PASSWORD);
  await page.click('main button[type=submit]');
  await page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
}

async function take(page, name) {
  await page.screenshot({ path: join(OUT, `${name}.jpg`), type: 'jpeg', quality: 72 });
  process.stdout.write(`${name}\n`);
}

async function ready() {
  for (let tries = 0; tries < 240; tries += 1) {
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error('Chương trình chưa sẵn sàng sau hai phút.');
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => done(free));
    });
  });
}
