import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../web/test/chromium.js';
import { DemoSite } from './pages/demo-site.js';

jest.setTimeout(400_000);

const ADMINISTRATOR = '0900000009';

describe('the trees of units in a browser', () => {
  let site: DemoSite;
  let browser: Browser;
  let token: string;

  beforeAll(async () => {
    site = await DemoSite.start();
    ({ token } = await site.as(ADMINISTRATOR));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  it('are walked, opened and closed with the keyboard alone', async () => {
    const context = await browser.newContext({ baseURL: site.program.base });
    await context.addCookies([{ name: 'hvs_session', value: token, url: site.program.base }]);
    const page = await context.newPage();
    await page.goto('/quan-tri/don-vi');
    await page.locator('[role=treeitem]').first().focus();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    expect(await focused(page)).toContain('Tỉnh Lai Châu');
    await press('ArrowDown', 'ArrowDown', 'Home', 'End');
    const last = await focused(page);
    await press('Home');
    // Typing finds the next name that begins so; the clock stands, so that no slow machine makes it two names.
    await page.clock.setFixedTime(new Date());
    await page.keyboard.type('xa binh');
    expect(await focused(page)).toContain('Xã Bình Lư');
    await press('ArrowRight');
    await page.waitForSelector('[aria-expanded=true]:focus');
    await press('ArrowRight');
    expect(await focused(page)).toContain('Bản 1 (Xã Bình Lư)');
    await press('ArrowLeft', 'ArrowLeft');
    await page.waitForSelector('[aria-expanded=false]:focus');
    expect(await focused(page)).toContain('Xã Bình Lư');
    await press('End');
    expect(await focused(page)).toBe(last);
    await press('Home', 'Enter');
    await page.waitForURL(/\/quan-tri\/don-vi\/[0-9a-f-]{36}/);
    expect(await page.locator('h1').textContent()).toBe('Tỉnh Lai Châu');
    await context.close();
  });
});

const focused = async (page: Page) => (await page.locator(':focus').innerText()).replace(/\s+/g, ' ');
