import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromiumOptions, launchChromium } from '../../web/test/chromium.js';
import { DemoSite } from './pages/demo-site.js';
import { DESKTOP, PHONE, overflow } from './pages/look.js';

jest.setTimeout(180_000);

const LEARNER = '0900000001';
const PASSWORD = 'hocvuso2026';
const MODULE = '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp';
const QUIZ = `${MODULE}/kiem-tra`;

describe('a learner in a browser', () => {
  let site: DemoSite;
  let browser: Browser;

  beforeAll(async () => {
    site = await DemoSite.start();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const open = async (options: { javaScript?: boolean; desktop?: boolean } = {}): Promise<Page> => {
    const context = await browser.newContext({
      baseURL: site.program.base,
      viewport: options.desktop ? DESKTOP : PHONE,
      javaScriptEnabled: options.javaScript ?? true,
    });
    return context.newPage();
  };

  async function signIn(page: Page, phone = LEARNER): Promise<void> {
    await page.fill('[name=phone]', phone);
    await page.fill('[name=password]', PASSWORD);
    await page.click('main button[type=submit]');
    await page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
  }

  /** On the first question of a new attempt. */
  async function begin(page: Page): Promise<void> {
    await page.goto(`/dang-nhap?tiep=${QUIZ}`);
    await signIn(page);
    if (await page.locator('button:has-text("làm bài"), button:has-text("Làm lại")').count())
      await page.click('button:has-text("làm bài"), button:has-text("Làm lại")');
    await page.goto(`${QUIZ}/cau/1`);
  }

  const heading = (page: Page) => page.locator('.progress-label').innerText();
  const chosen = (page: Page) =>
    page.locator('input:checked').evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));

  it.each([true, false])('finds by everyday words, on a phone and a desktop, JavaScript %p', async (javaScript) => {
    const phone = await open({ javaScript });
    await phone.goto('/');
    await phone.fill('main [name=q]', 'mat sim');
    await phone.click('main .search button');
    await phone.click('main a:has-text("Mật khẩu")');
    expect(new URL(phone.url()).pathname).toBe(MODULE);
    const desktop = await open({ javaScript, desktop: true });
    await desktop.goto(`${MODULE}/trang/1`);
    await desktop.click('header a:has-text("Tìm")');
    await desktop.fill('main [name=q]', 'lừa đảo');
    await desktop.press('main [name=q]', 'Enter');
    await desktop.waitForURL('**/tim?q=*');
    expect(await desktop.locator('mark').count()).toBeGreaterThan(3);
    for (const page of [phone, desktop]) expect(await overflow(page)).toEqual([]);
  });

  it('reads large and little without JavaScript, and turns back', async () => {
    const page = await open({ javaScript: false });
    await page.goto(`${MODULE}/trang/3`);
    const usual = await sizeOf(page);
    await page.click('footer a:has-text("Chữ to, ít chữ")');
    await page.click('button:has-text("Bật chữ to")');
    expect(new URL(page.url()).pathname).toBe(`${MODULE}/trang/3`);
    expect(await sizeOf(page)).toBeGreaterThan(usual * 1.2);
    expect(await page.locator('.gist li').count()).toBe(3);
    expect(await overflow(page)).toEqual([]);
    await page.click('a:has-text("Đọc cả trang")');
    expect(await page.locator('.prose h2').count()).toBe(2);
    await page.click('a:has-text("Về ý chính")');
    await page.click('footer a:has-text("đang bật")');
    await page.click('button:has-text("Về chữ thường")');
    expect([await sizeOf(page), await page.locator('.gist').count()]).toEqual([usual, 0]);
  });

  const sizeOf = (page: Page) =>
    page.evaluate<number>('parseFloat(getComputedStyle(document.querySelector("article")).fontSize)');

  it('reads aloud with a Vietnamese voice of the phone, and says how to get one without', async () => {
    const silent = await open();
    await silent.goto(`${MODULE}/trang/3`);
    await silent.waitForLoadState('load');
    const how = (page: Page) => page.locator('[data-no-voice]');
    await how(silent).waitFor();
    await how(silent).locator('summary').click();
    expect(await how(silent).innerText()).toMatch(/Android: mở Cài đặt.*iPhone: Cài đặt/);
    expect([await silent.locator('.read-aloud').count(), await overflow(silent)]).toEqual([0, []]);
    await begin(silent);
    await how(silent).waitFor();
    expect(await overflow(silent)).toEqual([]);

    const page = await open();
    const said: string[] = [];
    await page.exposeFunction('heard', (text: string) => said.push(text));
    await page.addInitScript(VOICE);
    await page.goto(`${MODULE}/trang/3`);
    await page.locator('.read-aloud').first().waitFor();
    expect(await how(page).isVisible()).toBe(false);
    const names = await page
      .getByRole('button', { name: /^Nghe: / })
      .evaluateAll((all) => all.map((one) => (one as unknown as { ariaLabel: string }).ariaLabel));
    expect(names).toEqual(
      ['Nghe: Mã OTP', 'Nghe: Mã tự nhiên gửi đến', 'Nghe: Lỡ đọc mã rồi'].map((name) => expect.stringContaining(name)),
    );
    await page.getByRole('button', { name: 'Nghe: Mã tự nhiên gửi đến' }).click();
    expect(said.join(' ')).toContain('Tự mở ứng dụng của mình');
    expect(said.join(' ')).not.toContain('Bạn làm ngay');
    await page.getByRole('button', { name: 'Dừng đọc: Mã tự nhiên gửi đến' }).click();
    expect(said.at(-1)).toBe('[dừng]');
    await page.getByRole('button', { name: 'Nghe: Lỡ đọc mã rồi' }).click();
    expect(await overflow(page)).toEqual([]);
    const stops = await page.evaluate<number>('Number(sessionStorage.stops)');
    await page.click('a:has-text("Làm bài kiểm tra")');
    expect(await page.evaluate('Number(sessionStorage.stops)')).toBe(stops + 1);

    await begin(page);
    const stem = await page.locator('legend').innerText();
    await page.getByRole('button', { name: `Nghe: ${stem}` }).click();
    expect(said.join('')).toContain(stem.slice(0, 10));
    const options = page.locator('.choice-row');
    expect(await options.count()).toBe(await page.locator('.choice').count());
    await options.first().locator('.read-aloud').click();
    expect(await chosen(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
  });

  it('keeps its scripts small', () => {
    const sizes = readdirSync('dist/public')
      .filter((file) => file.endsWith('.js.br'))
      .map((file) => statSync(join('dist/public', file)).size);
    expect(sizes.length).toBeGreaterThanOrEqual(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12 * 1024);
  });

  it.each([true, false])('loses nothing when the session ends within a quiz, JavaScript %p', async (javaScript) => {
    const page = await open({ javaScript });
    await begin(page);
    await site.change('UPDATE session SET expires_at = created_at');
    const choice = page.locator('.choice').nth(1);
    const sent = [await choice.locator('input').inputValue()];
    await choice.click();
    // With a script the answer goes by itself and leads there.
    if (!javaScript) await page.click('main .btn-primary');
    await page.waitForURL('**/dang-nhap?**');
    expect(await page.locator('main').innerText()).toContain('những gì đã lưu vẫn còn');
    await signIn(page);
    expect(new URL(page.url()).pathname).toBe(`${QUIZ}/cau/1`);
    expect([await chosen(page), await page.locator('main').innerText()]).toEqual([
      sent,
      expect.stringContaining('Câu trả lời bạn vừa chọn vẫn còn đây'),
    ]);
    await page.click('main .btn-primary');
    await page.waitForURL('**/cau/2');
    await page.goto(`${QUIZ}/cau/1`);
    expect(await chosen(page)).toEqual(sent);
  });

  it('takes a double tap for one, and the back button for a step back, to the result', async () => {
    const page = await open();
    await begin(page);
    const total = Number((await heading(page)).match(/trên (\d+)/)![1]);
    await page.locator('.choice').first().click();
    const first = await chosen(page);
    await page.dblclick('main .btn-primary');
    await page.waitForURL('**/cau/2');
    expect(await heading(page)).toContain('Câu 2');
    await page.goBack();
    expect([await heading(page), await chosen(page)]).toEqual([expect.stringContaining('Câu 1 '), first]);
    await page.locator('.choice').nth(1).click();
    const changed = await chosen(page);
    for (let number = 1; number <= total; number += 1) {
      if (number > 1) await page.locator('.choice').first().click();
      await page.click('main .btn-primary');
      await page.waitForURL(number < total ? `**/cau/${number + 1}` : '**/xem-lai');
    }
    await page.goBack();
    expect(await heading(page)).toContain(`Câu ${total} trên`);
    await page.goForward();
    await page.dblclick('button:has-text("Nộp bài")');
    await page.waitForURL('**/ket-qua/**');
    const result = page.url();
    await page.goBack();
    if (await page.locator('button:has-text("Nộp bài")').count()) {
      await page.click('button:has-text("Nộp bài")');
      await page.waitForURL('**/ket-qua/**');
      expect(page.url()).toBe(result);
    } else expect(new URL(page.url()).pathname).toBe(QUIZ);
    expect(changed.length).toBeGreaterThan(0);
  });

  it('is told what works when the browser refuses cookies and storage', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hvs-no-cookies-'));
    mkdirSync(join(folder, 'Default'));
    const refuse = { profile: { default_content_setting_values: { cookies: 2 } } };
    writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(refuse));
    const context: BrowserContext = await chromium.launchPersistentContext(folder, {
      ...chromiumOptions(),
      baseURL: site.program.base,
      viewport: PHONE,
    });
    try {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`${MODULE}/trang/1`);
      expect(await page.locator('h1').innerText()).not.toBe('');
      await page.goto('/dang-nhap');
      await page.fill('[name=phone]', LEARNER);
      await page.fill('[name=password]', PASSWORD);
      await page.click('main button[type=submit]');
      const told = await page.locator('main').innerText();
      for (const words of ['đang chặn cookie', 'Vẫn dùng được', 'Cần cookie']) expect(told).toContain(words);
      await page.click('main a:has-text("tìm bài")');
      expect(new URL(page.url()).pathname).toBe('/tim');
      expect([faults, await overflow(page)]).toEqual([[], []]);
    } finally {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** A phone's voices, as its browser tells them: a while after the page. This machine has none. */
const VOICE = `(() => {
  const voices = [];
  const speech = new EventTarget();
  speech.getVoices = () => voices;
  speech.speak = ({ text }) => heard(text);
  speech.cancel = () => {
    sessionStorage.stops = Number(sessionStorage.stops ?? 0) + 1;
    heard('[dừng]');
  };
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  setTimeout(() => {
    voices.push({ lang: 'en-US' }, { lang: 'vi_VN' });
    speech.dispatchEvent(new Event('voiceschanged'));
  }, 50);
})()`;
