import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { People } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { arrive, launchChromium } from '../../web/test/chromium.js';
import { answerKey, seededCourses, type SeededModule } from '../../web/test/seeded-courses.js';
import { DemoSite } from './pages/demo-site.js';
import { DESKTOP, PHONE, examineState, overflow } from './pages/look.js';
import { STATES } from './pages/states.js';

jest.setTimeout(600_000);

/** 1280 by 1024 at 400 %: what reflow is judged by (WCAG 1.4.10). */
const ZOOMED: BrowserContextOptions = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };
const COURSES = seededCourses();

/**
 * A module of each course, learned whole in a real Chromium: small and large, with JavaScript and without.
 * By keyboard alone: keyboard.browser.spec.ts.
 */
describe('learning in a browser', () => {
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

  async function learner(options: BrowserContextOptions): Promise<Page> {
    const id = await site
      .get(UnitOfWork)
      .run((tx) => site.get(People).create(tx, { fullName: 'Vàng Thị Học', birthYear: 1964 }));
    return pageOf(id, options);
  }

  async function pageOf(personId: string | undefined, options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ baseURL: site.program.base, ...options });
    const value = personId && (await site.as(personId)).token;
    if (value) await context.addCookies([{ name: 'hvs_session', value, url: site.program.base }]);
    return context.newPage();
  }

  const go = (page: Page, selector: string) => arrive(page, () => page.click(selector));
  const fits = async (page: Page) => expect([page.url(), await overflow(page)]).toEqual([page.url(), []]);

  const WAYS: [string, BrowserContextOptions][] = [
    ['at 320 px', { viewport: PHONE }],
    ['at 320 px without JavaScript', { viewport: PHONE, javaScriptEnabled: false }],
    ['at desktop size', { viewport: DESKTOP }],
    ['at desktop size without JavaScript', { viewport: DESKTOP, javaScriptEnabled: false }],
    ['at 400 % zoom', ZOOMED],
  ];
  it.each(WAYS)('%s', async (_, options) => {
    for (const course of options === ZOOMED ? COURSES.slice(0, 1) : COURSES) {
      const module = course.modules[0]!;
      const page = await learner(options);
      await page.goto(module.path);
      await go(page, 'main a:has-text("Bắt đầu học")');
      await readOn(page, module);
      await takeQuiz(page, module, answerKey(course.folder));
      await page.context().close();
    }
  });

  it.each(STATES)('is sound in every state of %s at 400 %% zoom', async (_, states, who, scripts) => {
    const page = await pageOf(await who(site), { viewport: ZOOMED.viewport, reducedMotion: 'reduce' });
    const client = await page.context().newCDPSession(page);
    // Axe is a script too: the page comes without, and is looked at with.
    const refuse = (value: boolean) => client.send('Emulation.setScriptExecutionDisabled', { value });
    const faults: string[] = [];
    for (const [says, reach] of states) {
      await refuse(!scripts);
      await reach(page, site);
      await page.locator('main', { hasText: says }).waitFor();
      await page.waitForLoadState();
      await refuse(false);
      faults.push(...(await examineState(page)).map((fault) => `${says} ${fault}`));
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  /** From the first page to the quiz, each page read before it is left. */
  async function readOn(page: Page, module: SeededModule): Promise<void> {
    for (const lesson of module.lessons) {
      expect(await page.locator('main h1').innerText()).toBe(lesson.title);
      await fits(page);
      await go(page, 'main nav[aria-label="Các trang của bài"] a.btn-primary');
    }
    expect(new URL(page.url()).pathname).toBe(`${module.path}/kiem-tra`);
    await fits(page);
  }

  async function takeQuiz(page: Page, module: SeededModule, keys: Map<string, string[]>): Promise<void> {
    await go(page, 'main button[type=submit]');
    for (let number = 1; number <= module.questions; number += 1) {
      await fits(page);
      const right = rightAnswers(keys, await page.locator('legend').innerText());
      for (const choice of await page.locator('label.choice').all())
        if (right.includes((await choice.innerText()).trim())) await choice.click();
      // The next page comes when the server has the answer.
      await go(page, 'main form .btn-primary');
    }
    await fits(page);
    await go(page, 'main button:has-text("Nộp bài")');
    await fits(page);
    expect(await page.locator('h1').innerText()).toBe('Bạn đã đạt');
  }
});

const rightAnswers = (keys: Map<string, string[]>, stem: string) => keys.get(stem.trim())!;
