import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Courses } from '#libs/catalogue';
import { PERMISSIONS, type Role } from '#libs/identity';
import { launchChromium } from '../../web/test/chromium.js';
import type { Route } from '../../web/test/all-routes.js';
import { DEMO_ACCOUNTS } from '../src/demo/demo-accounts.js';
import { DemoSite } from './pages/demo-site.js';
import { Looker } from './pages/look.js';
import { WITHOUT_PROVIDER } from './pages/desk-samples.js';
import { SAMPLES, type Sample } from './pages/samples.js';

jest.setTimeout(900_000);

const KB = 1024;
const LEARNER = '0900000001';
const COMMITTEE = '0900000007';
const ADMINISTRATOR = '0900000009';
const LESSON = '/hoc/dich-vu-cong-truc-tuyen/mot-cua-so/trang';
/** Two at a time: the machine that runs this has two cores. */
const AT_ONCE = 2;

interface Visit {
  pattern: string;
  path: string;
  who: string;
  token?: string;
  learners: boolean;
  /** Public: being led to sign in is an answer, not a refusal. */
  open: boolean;
}

/** Every page that the application has, in a real Chromium: the list is the application's own. */
describe('every page', () => {
  let site: DemoSite;
  let browser: Browser;
  let visits: Visit[];
  /** Files, and addresses that only lead to another. */
  const noPages: Visit[] = [];

  beforeAll(async () => {
    site = await DemoSite.start();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  it('has a sample in pages/samples.ts, or needs none', () => {
    const routes = site.routes();
    const missing = routes.filter(({ pattern }) => pattern.includes(':') && !SAMPLES[pattern]);
    expect(missing.map(({ pattern }) => pattern)).toEqual([]);
    const gone = Object.keys(SAMPLES).filter((pattern) => !routes.some((route) => route.pattern === pattern));
    expect(gone).toEqual([]);
  });

  it('answers whoever may see it', async () => {
    const looked = site.routes().filter(({ pattern }) => !WITHOUT_PROVIDER.test(pattern));
    visits = (await Promise.all(looked.map(visitsOf))).flat();
    const wrong: string[] = [];
    for (const visit of visits) {
      const headers = { accept: 'text/html', ...(visit.token ? { cookie: `hvs_session=${visit.token}` } : {}) };
      const answer = await fetch(site.program.base + visit.path, { headers, redirect: 'manual' });
      const leads = answer.status === 303 && (visit.open || !answer.headers.get('location')!.startsWith('/dang-nhap'));
      if (answer.status !== 200 && !leads) wrong.push(`${visit.who} ${visit.path}: ${answer.status}`);
      if (leads || !answer.headers.get('content-type')?.startsWith('text/html')) noPages.push(visit);
      await answer.arrayBuffer();
    }
    expect(wrong).toEqual([]);
  });

  it('is sound small and large, asks nobody else, and costs learners few bytes', async () => {
    const queue = visits.filter((visit) => !noPages.includes(visit));
    const wrong: string[] = [];
    const worker = async () => {
      const looker = await Looker.open(browser, site.program.base);
      for (let visit = queue.pop(); visit; visit = queue.pop()) {
        const { faults, bytes } = await looker.look(visit);
        if (visit.learners && bytes.first > 60 * KB) faults.push(`first visit: ${bytes.first} bytes`);
        // Own data are never kept by a browser, nor what going back must not show as it was: such a page costs as a new one.
        if (bytes.again! > (bytes.unkept ? 12 : 3) * KB) faults.push(`repeated visit: ${bytes.again} bytes`);
        wrong.push(...faults.map((fault) => `${visit.who} ${visit.path}: ${fault}`));
      }
      await looker.close();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(wrong.sort()).toEqual([]);
  });

  it('of a lesson costs few bytes after the page before it', async () => {
    const looker = await Looker.open(browser, site.program.base);
    for (const token of [undefined, (await site.as(LEARNER)).token]) {
      const look = { path: `${LESSON}/1`, token, learners: true };
      expect(await looker.bytesAfter(look, `${LESSON}/2`)).toBeLessThan(12 * KB);
      expect(await looker.bytesAfter(look, `${LESSON}/1`)).toBeLessThan(3 * KB);
    }
    await looker.close();
  });

  it('of a speaker’s outline prints on two sheets at most', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    for (const { slug, modules } of await site.get(Courses).list()) {
      for (const module of modules) {
        await page.goto(`${site.program.base}/hoc/${slug}/${module.slug}/de-cuong`);
        const sheets = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b(?!s)/g)!;
        expect([module.slug, sheets.length <= 2]).toEqual([module.slug, true]);
      }
    }
    await page.close();
  });

  it('of figures prints what they are of, and nothing to press', async () => {
    const context = await browser.newContext({ baseURL: site.program.base, javaScriptEnabled: false });
    const { token } = await site.as(COMMITTEE);
    await context.addCookies([{ name: 'hvs_session', value: token, url: site.program.base }]);
    const page = await context.newPage();
    await page.goto('/bao-cao?thong-bao=saved');
    const told = () => page.locator('main').innerText();
    const toPress = ['Đã lưu.', 'Việc khác', 'Chốt số liệu của', 'Theo tỷ lệ'];
    const onScreen = await told();
    await page.emulateMedia({ media: 'print' });
    const onPaper = await told();
    for (const words of toPress) expect([onScreen.includes(words), onPaper.includes(words)]).toEqual([true, false]);
    expect(onPaper).toMatch(/Các đơn vị trực thuộc\s+Tất cả\s+Theo danh mục/);
    await context.close();
  });

  it('of all components keeps them told apart where the machine sets the colours', async () => {
    const context = await browser.newContext({ baseURL: site.program.base, forcedColors: 'active' });
    const { token } = await site.as(ADMINISTRATOR);
    await context.addCookies([{ name: 'hvs_session', value: token, url: site.program.base }]);
    const page = await context.newPage();
    await page.goto('/quan-tri/giao-dien');
    const bars = await page.locator('progress').all();
    const drawn = await Promise.all(bars.map(async (bar) => (await bar.screenshot()).toString('base64')));
    expect([drawn.length > 2, new Set(drawn).size]).toEqual([true, drawn.length]);
    const edge = (selector: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).borderBottom`);
    expect(await edge('.site-nav a:not([aria-current])')).not.toBe(await edge('.site-nav [aria-current]'));
    for (const shape of ['.badge', '.btn', '.card', '.empty'])
      expect(await edge(shape)).toMatch(/^[12]px (solid|dashed)/);
    await context.close();
  });

  async function visitsOf({ pattern, access }: Route): Promise<Visit[]> {
    const sample: Sample = SAMPLES[pattern] ?? pattern;
    const { path: address, as: other } = typeof sample === 'object' ? sample : { path: sample, as: undefined };
    const path = typeof address === 'string' ? address : await address(site);
    const as = typeof other === 'function' ? await other(site) : other;
    const visit = async (who: string): Promise<Visit> => ({
      pattern,
      path,
      who,
      token: who === 'visitor' ? undefined : (await site.as(who)).token,
      learners: access?.kind !== 'permission',
      open: access?.kind === 'public',
    });
    if (access?.kind === 'permission') return [await visit(as ?? accountWith(PERMISSIONS[access.permission]))];
    if (access?.kind === 'signed-in') return [await visit(as ?? LEARNER)];
    const turnedAway = ['/dang-nhap', '/dang-ky', '/quen-mat-khau'].some((start) => pattern.startsWith(start));
    return turnedAway ? [await visit('visitor')] : [await visit('visitor'), await visit(as ?? LEARNER)];
  }
});

function accountWith(roles: readonly Role[]): string {
  return (DEMO_ACCOUNTS.find(({ role }) => role && roles.includes(role)) ?? DEMO_ACCOUNTS[0]!).phone;
}
