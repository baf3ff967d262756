import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import JSZip from 'jszip';
import type { Browser, Page } from 'playwright-core';
import { parse } from 'yaml';
import { eventually, type TestDatabase } from '#libs/testing';
import { arrive, launchChromium } from '../../web/test/chromium.js';
import { startBuiltProgram, type BuiltProgram } from './built-program.js';
import { copyDemo } from './pages/demo-copy.js';

jest.setTimeout(400_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const COURSE = 'dich-vu-cong-truc-tuyen';
const PASSWORD = 'hocvuso2026';

/** The built web and worker, in a real Chromium: with JavaScript on a desktop, without on a phone. */
describe('journeys in a browser', () => {
  let database: TestDatabase;
  let program: BuiltProgram;
  let browser: Browser;

  beforeAll(async () => {
    const demo = await copyDemo();
    database = demo.database;
    program = await startBuiltProgram(demo.folder, { DATABASE_URL: database.url });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    expect(await program.stop()).toBe(0);
    await database.drop();
  });

  const visit = async (options: { phone?: boolean; javaScript?: boolean } = {}): Promise<Page> => {
    const context = await browser.newContext({
      baseURL: program.base,
      viewport: options.phone ? { width: 360, height: 740 } : { width: 1200, height: 900 },
      javaScriptEnabled: options.javaScript ?? true,
      bypassCSP: true,
    });
    const page = await context.newPage();
    const outside: string[] = [];
    page.on(
      'request',
      (request) =>
        request.url().startsWith(program.base) || request.url().startsWith('data:') || outside.push(request.url()),
    );
    page.on('close', () => expect(outside).toEqual([]));
    return page;
  };

  const go = (page: Page, selector: string) => arrive(page, () => page.click(selector));

  const signIn = async (page: Page, phone: string) => {
    await page.goto('/dang-nhap');
    await page.fill('[name=phone]', phone);
    await page.fill('[name=password]', PASSWORD);
    await go(page, 'main button[type=submit]');
    expect(new URL(page.url()).pathname).not.toBe('/dang-nhap');
  };

  /** No accessibility fault that axe can see, and nothing wider than the screen. */
  const sound = async (page: Page) => {
    await page.evaluate(AXE);
    const faults = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
    });
    expect({ url: page.url(), faults }).toEqual({ url: page.url(), faults: [] });
    const wider = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wider).toBeLessThanOrEqual(0);
  };

  it('learns a course on a phone without JavaScript, gets the certificate and has it verified', async () => {
    const page = await visit({ phone: true, javaScript: false });
    await signIn(page, '0900000001');
    const keys = answerKey();
    for (const module of ['mot-cua-so', 'nop-ho-so-sau-buoc', 'theo-doi-nop-phi-phan-anh', 'nho-giup-dung-noi']) {
      await page.goto(`/hoc/${COURSE}/${module}/trang/1`);
      while ((await page.locator('main a:has-text("Trang sau")').count()) > 0)
        await go(page, 'main a:has-text("Trang sau")');
      await page.goto(`/hoc/${COURSE}/${module}/kiem-tra`);
      await go(page, 'main button:has-text("làm bài"), main button:has-text("Làm lại")');
      for (;;) {
        const right = keys.get((await page.locator('legend').innerText()).trim())!;
        for (const choice of await page.locator('label.choice').all())
          if (right.includes((await choice.innerText()).trim())) await choice.click();
        const last = (await page.locator('button:has-text("Xem lại các câu trả lời")').count()) > 0;
        await go(page, 'main form button.btn-primary');
        if (last) break;
      }
      await go(page, 'button:has-text("Nộp bài")');
      expect(await page.locator('main').innerText()).not.toContain('chưa đạt');
    }
    const ready = async () => {
      await page.goto('/chung-nhan');
      expect(await page.locator('a:has-text("Tải tệp PDF")').count()).toBe(1);
    };
    await eventually(ready, { withinMs: 120_000, everyMs: 200 });
    const code = (await page.locator('main').innerText()).match(/LC-[0-9A-Z-]{14}/)![0];
    const stranger = await visit({ phone: true });
    await stranger.goto(`/xac-minh/${code}`);
    expect(await stranger.locator('main').innerText()).toContain('Lò Thị Mai');
    await sound(stranger);
  });

  it('has an author change a lesson, a second person approve it, and a learner see it', async () => {
    const author = await visit();
    await signIn(author, '0900000004');
    await author.goto('/bien-soan');
    await sound(author);
    // A module's desk, not the makings of courses above it.
    await go(author, 'main a[href^="/bien-soan/"]:not([href*="chuyen-de"]):not([href*="phan-anh"])');
    await go(author, 'main a[href*="/bai/"], main a[href*="/trang/"]');
    const text = author.locator('textarea[name=markdown]');
    const before = await text.inputValue();
    await text.fill(`${before}\n\nCâu mới do người biên soạn thêm.`);
    await go(author, 'main button:has-text("Lưu")');
    const desk = author.url().match(/\/bien-soan\/[0-9a-f-]{36}/)![0];
    await author.goto(desk);
    await sound(author);
    await author.fill('[name=note]', 'Thêm một câu cho rõ.');
    await go(author, 'main button:has-text("Gửi")');

    const reviewer = await visit();
    await signIn(reviewer, '0900000005');
    await reviewer.goto('/kiem-duyet');
    await go(reviewer, 'main a[href^="/kiem-duyet/"]');
    expect(await reviewer.locator('main').innerText()).toContain('Câu mới do người biên soạn thêm.');
    await sound(reviewer);
    await go(reviewer, 'main button:has-text("Duyệt")');

    const learner = await visit({ phone: true, javaScript: false });
    await learner.goto(`/chuyen-de/${COURSE}`);
    const seen: string[] = [];
    for (const page of [1, 2, 3]) {
      await learner.goto(`/hoc/${COURSE}/mot-cua-so/trang/${page}`);
      seen.push(await learner.locator('main').innerText());
    }
    expect(seen.join()).toContain('Câu mới do người biên soạn thêm.');
  });

  it('has the committee freeze figures, a second person sign, and the files opened and read back', async () => {
    const maker = await visit();
    await signIn(maker, '0900000007');
    await maker.goto('/bao-cao');
    await sound(maker);
    await maker.fill('[name=title]', 'Báo cáo thử nghiệm');
    await go(maker, 'main button:has-text("Chốt số liệu")');
    const path = new URL(maker.url()).pathname;
    expect(path).toMatch(/^\/bao-cao\/chot\//);

    const signer = await visit();
    await signIn(signer, '0900000008');
    await signer.goto(path);
    await sound(signer);
    await go(signer, 'main button:has-text("Ký xác nhận")');
    expect(await signer.locator('main').innerText()).toContain('Đã ký xác nhận');
    await signer.goto(`${path}/doi-chieu`);
    expect(await signer.locator('main').innerText()).toContain('đúng số liệu đã chốt');

    const docx = await exported(signer, path, 'docx');
    const xml = await (await JSZip.loadAsync(docx)).file('word/document.xml')!.async('string');
    const document = xml
      .replace(/<[^>]+>/g, '')
      .replaceAll('\u00a0', ' ')
      .normalize('NFC');
    for (const words of ['ĐẢNG CỘNG SẢN VIỆT NAM', 'BÁO CÁO', 'Nơi nhận', 'T/M BAN THƯỜNG VỤ'])
      expect(document).toContain(words);
    const xlsx = await JSZip.loadAsync(await exported(signer, path, 'xlsx'));
    expect(Object.keys(xlsx.files).some((name) => name.startsWith('xl/tables/'))).toBe(true);
    const csv = await exported(signer, path, 'csv');
    expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  async function exported(page: Page, path: string, format: string): Promise<Buffer> {
    await page.goto(path);
    await page.selectOption('[name=format]', format);
    await page.fill('[name=purpose]', 'Kiểm thử việc xuất tệp');
    await go(page, 'main button:has-text("Tạo tệp")');
    // The page looks again by itself.
    await page.locator('a:has-text("Tải về")').waitFor({ timeout: 120_000 });
    const href = await page.locator('a:has-text("Tải về")').getAttribute('href');
    return (await page.context().request.get(href!)).body();
  }

  it('keeps public pages sound, in few bytes, on a phone', async () => {
    for (const path of [
      '/',
      `/chuyen-de/${COURSE}`,
      `/hoc/${COURSE}/mot-cua-so/trang/1`,
      '/dang-ky',
      '/dang-nhap',
      '/xac-minh',
      '/chien-dich',
      '/tin-nhan-thu',
      '/khong-co',
    ]) {
      const page = await visit({ phone: true });
      const client = await page.context().newCDPSession(page);
      await client.send('Network.enable');
      let bytes = 0;
      client.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      expect({ path, small: bytes < 60 * 1024 }).toEqual({ path, small: true });
      await sound(page);
      await page.context().close();
    }
  });
});

/** Question to the texts of its right answers, from the course's own files. */
function answerKey(): Map<string, string[]> {
  const folder = `seed/courses/a-${COURSE}`;
  const keys = new Map<string, string[]>();
  for (const module of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const question of parse(readFileSync(`${folder}/${module.name}/questions.yaml`, 'utf8'))) {
      const right =
        question.type === 'true_false'
          ? [question.answer ? 'Đúng' : 'Sai']
          : question.options.filter((o: { correct: boolean }) => o.correct).map((o: { text: string }) => o.text);
      keys.set(question.stem, right);
    }
  }
  return keys;
}
