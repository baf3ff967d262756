import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page, Request } from 'playwright-core';
import { eventually, m4aFile } from '#libs/testing';
import { launchChromium } from '../../web/test/chromium.js';
import { DemoSite } from './pages/demo-site.js';
import { NARRATED_PAGE, narrate } from './pages/narration-samples.js';
import { DESKTOP, PHONE, overflow } from './pages/look.js';

jest.setTimeout(400_000);

/** 400 kbit/s and 400 ms. */
const WEAK = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

const RECORDINGS = [
  ['MP3', (site: DemoSite) => narrate(site)],
  ['M4A', (site: DemoSite) => narrate(site, m4aFile(130), 'narration by telephone')],
] as const;

describe('a recording in a browser', () => {
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

  async function open(options: { javaScript?: boolean; desktop?: boolean } = {}) {
    const context = await browser.newContext({
      baseURL: site.program.base,
      viewport: options.desktop ? DESKTOP : PHONE,
      javaScriptEnabled: options.javaScript ?? true,
    });
    const page = await context.newPage();
    const sounds: Request[] = [];
    page.on('request', (request) => request.url().includes('/am-thanh/') && sounds.push(request));
    return { page, sounds };
  }

  /** On the player's own button, as a thumb does it. */
  const press = (page: Page) => page.locator('audio').click({ position: { x: 28, y: 27 } });
  /** The page's policy refuses what a waiting in the page itself would evaluate. */
  const until = (page: Page, condition: string) =>
    eventually(async () => expect(await page.evaluate(`Boolean(${condition})`)).toBe(true), { everyMs: 20 });
  const audio = 'document.querySelector("audio")';

  describe.each(RECORDINGS)('of %s', (_, publish) => {
    // A page is kept for a second after the version it shows has been replaced.
    beforeAll(async () => {
      const sha256 = await publish(site);
      const { page } = await open({ javaScript: false });
      await eventually(async () => {
        await page.goto(NARRATED_PAGE);
        expect(await page.content()).toContain(sha256);
      });
      await page.context().close();
    });

    it('is heard without JavaScript from the page’s own player, and not a byte comes before', async () => {
      const { page, sounds } = await open({ javaScript: false });
      await page.goto(NARRATED_PAGE);
      expect(await page.locator('.listen h2').innerText()).toMatch(/^Nghe đọc bài \(2 phút 10 giây, \d+ KB\)$/);
      for (const hidden of ['[data-rates]', '[data-resume]', '[data-failed]'])
        expect(await page.locator(hidden).isVisible()).toBe(false);
      expect([sounds.length, await overflow(page)]).toEqual([0, []]);
      const answered = page.waitForResponse((response) => response.url().includes('/am-thanh/'));
      await press(page);
      expect((await answered).status()).toBe(206);
    });

    it.each([true, false])('remembers place and speed, storage allowed: %p', async (stored) => {
      const { page, sounds } = await open();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      if (!stored) await page.addInitScript(REFUSED);
      await page.goto(NARRATED_PAGE);
      expect(sounds).toEqual([]);
      await page.getByRole('button', { name: 'Nhanh' }).click();
      await press(page);
      await until(page, `${audio}.currentTime > 0.2`);
      await page.evaluate(`${audio}.currentTime = 65`);
      await until(page, `${audio}.currentTime > 65.2 && !${audio}.seeking`);
      expect(await page.evaluate(`${audio}.playbackRate`)).toBe(1.25);
      const place = await page.evaluate<number>(`(${audio}.pause(), Math.round(${audio}.currentTime))`);

      await page.reload();
      const resume = page.locator('[data-resume]');
      const pressed = await page.getByRole('button', { pressed: true }).innerText();
      if (stored) {
        const words = `${Math.floor(place / 60)}:${String(place % 60).padStart(2, '0')}`;
        expect(await resume.innerText()).toContain(`Lần trước bạn nghe đến ${words}`);
        expect(pressed).toBe('Nhanh');
        await press(page);
        await until(page, `${audio}.currentTime > 65 && !${audio}.paused`);
        await resume.waitFor({ state: 'hidden' });
        await page.evaluate(`${audio}.currentTime = ${audio}.duration - 1`);
        await until(page, `${audio}.ended`);
        await page.reload();
      } else expect(pressed).toBe('Thường');
      expect(await resume.isVisible()).toBe(false);
      expect([faults, await overflow(page)]).toEqual([[], []]);
    });

    it('begins again from the start when asked, and keeps places of versions apart', async () => {
      const { page } = await open({ desktop: true });
      await page.goto(NARRATED_PAGE);
      const key = await page.locator('[data-listen]').getAttribute('data-listen');
      expect(key).toMatch(/^[0-9a-f-]{36}\/1$/);
      await page.evaluate(`localStorage.nghe = JSON.stringify({ places: { '${key}': 80, other: 30 } })`);
      await page.reload();
      expect(await page.locator('[data-at]').innerText()).toBe('1:20');
      await page.getByRole('button', { name: 'Nghe từ đầu' }).click();
      await until(page, `${audio}.currentTime > 0.3 && ${audio}.currentTime < 80 && !${audio}.paused`);
      const places = await page.evaluate<string[]>('Object.keys(JSON.parse(localStorage.nghe).places)');
      expect(places).toContain('other');
      // Back at its head, where leaving the page keeps no place of its own.
      await page.evaluate(`(${audio}.pause(), ${audio}.currentTime = 0)`);
      await until(page, `!${audio}.seeking`);
      await page.evaluate(`localStorage.nghe = JSON.stringify({ places: { other: 50 } })`);
      await page.reload();
      expect(await page.locator('[data-resume]').isVisible()).toBe(false);
    });

    it('says so when the line fails, and goes on from there when it is back', async () => {
      const { page } = await open();
      await page.route('**/am-thanh/**', (route) => route.abort());
      await page.goto(NARRATED_PAGE);
      await press(page);
      await page.locator('[data-failed]').waitFor();
      expect(await overflow(page)).toEqual([]);
      await page.unroute('**/am-thanh/**');
      await page.getByRole('button', { name: 'Thử lại' }).click();
      await until(page, `${audio}.currentTime > 0.2`);
      expect(await page.locator('[data-failed]').isVisible()).toBe(false);
    });

    it('goes on from its first few KB on a weak line, and asks for nothing twice', async () => {
      const { page, sounds } = await open();
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Network.enable');
      const beginning = page.waitForResponse((response) => response.url().includes('/am-thanh/'));
      await page.goto(NARRATED_PAGE);
      // As a busy phone tells of the player's first look at the recording: after the page's own program.
      await page.evaluate(`${audio}.dispatchEvent(new Event('loadstart'))`);
      const ready = await beginning;
      await ready.finished();
      // A few KB while one looks at the player, and no more before it is asked for.
      expect([ready.status(), ready.headers()['content-length'], sounds.length]).toEqual([206, '8192', 1]);
      await devtools.send('Network.emulateNetworkConditions', WEAK);
      const wire: string[] = [];
      devtools.on('Network.requestWillBeSentExtraInfo', ({ headers }) => void wire.push(headers.Range ?? ''));
      await press(page);
      await until(page, `${audio}.currentTime > 0.05`);
      // The player goes on where the beginning ends: it is not sent twice.
      await eventually(async () => expect(wire.find(Boolean)).toMatch(/^bytes=8192-/));
      expect(sounds.length).toBeLessThanOrEqual(3);
    });

    it('brings nothing before it is asked for to a browser that saves data', async () => {
      const { page, sounds } = await open();
      await page.addInitScript(`Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
      window.IntersectionObserver = class { constructor() { window.watched = true } observe() {} disconnect() {} }`);
      await page.goto(NARRATED_PAGE);
      expect([await page.evaluate('window.watched'), sounds]).toEqual([undefined, []]);
    });
  });
});

/** A browser that keeps nothing. */
const REFUSED = `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } })`;
