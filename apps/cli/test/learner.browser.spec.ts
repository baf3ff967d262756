import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { eventually } from '#libs/testing';
import { PATIENCE_MS, arrive, chromiumOptions, launchChromium, pressTwice } from '../../web/test/chromium.js';
import { DemoSite } from './pages/demo-site.js';
import { DESKTOP, PHONE, overflow } from './pages/look.js';

jest.setTimeout(400_000);

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

  const go = (page: Page, selector: string) => arrive(page, () => page.click(selector));

  async function signIn(page: Page, phone: string): Promise<void> {
    await page.fill('[name=phone]', phone);
    await page.fill('[name=password]', PASSWORD);
    await go(page, 'main button[type=submit]');
  }

  let learners = 0;
  /** On the first question of their first attempt; answers who it is. */
  async function begin(page: Page): Promise<string> {
    learners += 1;
    const phone = `09110000${String(learners).padStart(2, '0')}`;
    await site.newLearner(phone, LEARNER);
    await page.goto(`/dang-nhap?tiep=${QUIZ}`);
    await signIn(page, phone);
    await go(page, 'button:has-text("Bắt đầu làm bài")');
    expect(new URL(page.url()).pathname).toBe(`${QUIZ}/cau/1`);
    return phone;
  }

  const heading = (page: Page) => page.locator('.progress-label').innerText();
  const chosen = (page: Page) =>
    page.locator('input:checked').evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));

  it.each([true, false])('finds by everyday words, on a phone and a desktop, JavaScript %p', async (javaScript) => {
    const phone = await open({ javaScript });
    await phone.goto('/');
    await phone.fill('main [name=q]', 'mat sim');
    await go(phone, 'main .search button');
    await go(phone, 'main a:has-text("Mật khẩu")');
    expect(new URL(phone.url()).pathname).toBe(MODULE);
    const desktop = await open({ javaScript, desktop: true });
    await desktop.goto(`${MODULE}/trang/1`);
    await go(desktop, 'header a:has-text("Tìm")');
    await desktop.fill('main [name=q]', 'lừa đảo');
    await arrive(desktop, () => desktop.press('main [name=q]', 'Enter'));
    expect(new URL(desktop.url()).pathname).toBe('/tim');
    expect(await desktop.locator('mark').count()).toBeGreaterThan(3);
    for (const page of [phone, desktop]) expect(await overflow(page)).toEqual([]);
  });

  it('reads large and little without JavaScript, and turns back', async () => {
    const page = await open({ javaScript: false });
    await page.goto(`${MODULE}/trang/3`);
    const usual = await sizeOf(page);
    await go(page, 'footer a:has-text("Chữ to, ít chữ")');
    await go(page, 'button:has-text("Bật chữ to")');
    expect(new URL(page.url()).pathname).toBe(`${MODULE}/trang/3`);
    expect(await sizeOf(page)).toBeGreaterThan(usual * 1.2);
    expect(await page.locator('.gist li').count()).toBe(3);
    expect(await overflow(page)).toEqual([]);
    await go(page, 'a:has-text("Đọc cả trang")');
    expect(await page.locator('.prose h2').count()).toBe(2);
    await go(page, 'a:has-text("Về ý chính")');
    await go(page, 'footer a:has-text("đang bật")');
    await go(page, 'button:has-text("Về chữ thường")');
    expect([await sizeOf(page), await page.locator('.gist').count()]).toEqual([usual, 0]);
  });

  const sizeOf = (page: Page) =>
    page.evaluate<number>('parseFloat(getComputedStyle(document.querySelector("article")).fontSize)');

  it('reads aloud with a Vietnamese voice of the phone, and says how to get one without', async () => {
    const silent = await open();
    await silent.goto(`${MODULE}/trang/3`);
    const how = (page: Page) => page.locator('[data-no-voice]');
    await how(silent).waitFor();
    await how(silent).locator('summary').click();
    expect(await how(silent).innerText()).toMatch(/Android: mở Cài đặt.*iPhone: Cài đặt/);
    expect([await silent.locator('.read-aloud').count(), await overflow(silent)]).toEqual([0, []]);
    await begin(silent);
    await how(silent).waitFor();
    expect(await overflow(silent)).toEqual([]);

    const page = await open();
    const said = () => page.evaluate<string[]>('window.said');
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
    expect((await said()).join(' ')).toContain('Tự mở ứng dụng của mình');
    expect((await said()).join(' ')).not.toContain('Bạn làm ngay');
    await page.getByRole('button', { name: 'Dừng đọc: Mã tự nhiên gửi đến' }).click();
    expect((await said()).at(-1)).toBe('[dừng]');
    await page.getByRole('button', { name: 'Nghe: Lỡ đọc mã rồi' }).click();
    expect(await overflow(page)).toEqual([]);
    const stops = () => page.evaluate<number>('Number(sessionStorage.stops)');
    const before = await stops();
    await go(page, 'a:has-text("Làm bài kiểm tra")');
    await eventually(async () => expect(await stops()).toBe(before + 1));

    await begin(page);
    const stem = await page.locator('legend').innerText();
    await page.getByRole('button', { name: `Nghe: ${stem}` }).click();
    expect((await said()).join('')).toContain(stem.slice(0, 10));
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
    const phone = await begin(page);
    await site.change('UPDATE session SET expires_at = created_at');
    const choice = page.locator('.choice').nth(1);
    const sent = [await choice.locator('input').inputValue()];
    await choice.click();
    // With a script the answer goes by itself and leads there.
    if (!javaScript) await page.click('main .btn-primary');
    await page.waitForURL('**/dang-nhap?**');
    expect(await page.locator('main').innerText()).toContain('những gì đã lưu vẫn còn');
    await signIn(page, phone);
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
    await pressTwice(page, 'main .btn-primary');
    await page.waitForURL('**/cau/2');
    expect(await heading(page)).toContain('Câu 2');
    await page.goBack();
    expect([await heading(page), await chosen(page)]).toEqual([expect.stringContaining('Câu 1 '), first]);
    await page.locator('.choice').nth(1).click();
    for (let number = 1; number <= total; number += 1) {
      if (number > 1) await page.locator('.choice').first().click();
      await page.click('main .btn-primary');
      await page.waitForURL(number < total ? `**/cau/${number + 1}` : '**/xem-lai');
    }
    await page.goBack();
    expect(await heading(page)).toContain(`Câu ${total} trên`);
    await page.goForward();
    await pressTwice(page, 'button:has-text("Nộp bài")');
    await page.waitForURL('**/ket-qua/**');
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe(QUIZ);
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
    context.setDefaultTimeout(PATIENCE_MS);
    try {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`${MODULE}/trang/1`);
      expect(await page.locator('h1').innerText()).not.toBe('');
      await page.goto('/dang-nhap');
      await signIn(page, LEARNER);
      const told = await page.locator('main').innerText();
      for (const words of ['đang chặn cookie', 'Vẫn dùng được', 'Cần cookie']) expect(told).toContain(words);
      await go(page, 'main a:has-text("tìm bài")');
      expect(new URL(page.url()).pathname).toBe('/tim');
      expect([faults, await overflow(page)]).toEqual([[], []]);
    } finally {
      await context.close();
      // Helpers of the browser may still be writing there.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
    }
  });
});

/** A phone's voices, as its browser tells them: a while after the page. This machine has none. */
const VOICE = `(() => {
  const voices = [];
  const speech = new EventTarget();
  speech.getVoices = () => voices;
  window.said = [];
  speech.speak = ({ text }) => said.push(text);
  speech.cancel = () => {
    sessionStorage.stops = Number(sessionStorage.stops ?? 0) + 1;
    said.push('[dừng]');
  };
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  setTimeout(() => {
    voices.push({ lang: 'en-US' }, { lang: 'vi_VN' });
    speech.dispatchEvent(new Event('voiceschanged'));
  }, 50);
})()`;
