import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { People } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { answerKey, seededCourses, type SeededModule } from '../../web/test/seeded-courses.js';
import { answerByKeys, tabTo } from './pages/keyboard.js';
import { DemoSite } from './pages/demo-site.js';
import { DESKTOP, PHONE, overflow } from './pages/look.js';

jest.setTimeout(300_000);

/** 1280 by 1024 at 400 %: what reflow is judged by (WCAG 1.4.10). */
const ZOOMED: BrowserContextOptions = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };
const COURSES = seededCourses();

/** A module of each course, learned whole in a real Chromium: small and large, with JavaScript and without. */
describe('learning in a browser', () => {
  let site: DemoSite;
  let browser: Browser;
  beforeAll(async () => {
    site = await DemoSite.start();
    browser = await chromium.launch({
      executablePath: execFileSync('which', ['chromium']).toString().trim(),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function learner(options: BrowserContextOptions): Promise<Page> {
    const id = await site
      .get(UnitOfWork)
      .run((tx) => site.get(People).create(tx, { fullName: 'Vàng Thị Học', birthYear: 1964 }));
    const context = await browser.newContext({ baseURL: site.program.base, ...options });
    await context.addCookies([{ name: 'hvs_session', value: (await site.as(id)).token, url: site.program.base }]);
    return context.newPage();
  }

  const fits = async (page: Page) => expect([page.url(), await overflow(page)]).toEqual([page.url(), []]);

  const WAYS: [string, BrowserContextOptions][] = [
    ['at 320 px', { viewport: PHONE }],
    ['at 320 px without JavaScript', { viewport: PHONE, javaScriptEnabled: false }],
    ['at desktop size', { viewport: DESKTOP }],
    ['at desktop size without JavaScript', { viewport: DESKTOP, javaScriptEnabled: false }],
    ['at 400 % zoom', ZOOMED],
  ];
  it.each(WAYS)('%s, by pointer', async (_, options) => {
    for (const course of options === ZOOMED ? COURSES.slice(0, 1) : COURSES) {
      const module = course.modules[0]!;
      const page = await learner(options);
      await page.goto(module.path);
      await page.click('main a:has-text("Bắt đầu học")');
      await readOn(page, module, (selector) => page.click(selector));
      await takeQuiz(page, module, answerKey(course.folder));
      await page.context().close();
    }
  });

  it('by keyboard alone, with the focus always to be seen', async () => {
    for (const viewport of [PHONE, DESKTOP]) {
      const page = await learner({ viewport });
      const [course] = COURSES;
      const module = course!.modules[0]!;
      const follow = async (selector: string) => {
        await tabTo(page, selector);
        await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
      };
      await page.goto(module.path);
      await follow('main a[href$="/trang/1"]');
      await readOn(page, module, follow);
      await follow('main button[type=submit]');
      const keys = answerKey(course!.folder);
      for (let number = 1; number <= module.questions; number += 1) {
        await answerByKeys(page, rightAnswers(keys, await page.locator('legend').innerText()));
        await follow('main button.btn-primary');
      }
      await follow('main form .btn-primary');
      expect(await page.locator('h1').innerText()).toBe('Bạn đã đạt');
      await page.context().close();
    }
  });

  /** From the first page to the quiz, each page read before it is left. */
  async function readOn(page: Page, module: SeededModule, follow: (selector: string) => Promise<void>): Promise<void> {
    for (const lesson of module.lessons) {
      expect(await page.locator('main h1').innerText()).toBe(lesson.title);
      await fits(page);
      await follow('main nav[aria-label="Các trang của bài"] a.btn-primary');
    }
    expect(new URL(page.url()).pathname).toBe(`${module.path}/kiem-tra`);
    await fits(page);
  }

  async function takeQuiz(page: Page, module: SeededModule, keys: Map<string, string[]>): Promise<void> {
    await page.click('main button[type=submit]');
    for (let number = 1; number <= module.questions; number += 1) {
      await fits(page);
      const right = rightAnswers(keys, await page.locator('legend').innerText());
      for (const choice of await page.locator('label.choice').all())
        if (right.includes((await choice.innerText()).trim())) await choice.click();
      await page.click('main form .btn-primary');
    }
    await fits(page);
    await page.click('main button:has-text("Nộp bài")');
    await fits(page);
    expect(await page.locator('h1').innerText()).toBe('Bạn đã đạt');
  }
});

const rightAnswers = (keys: Map<string, string[]>, stem: string) => keys.get(stem.trim())!;
