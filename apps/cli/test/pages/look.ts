import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
export const PHONE = { width: 320, height: 640 };
export const DESKTOP = { width: 1280, height: 900 };

interface Look {
  base: string;
  path: string;
  /** Session token; none: a visitor. */
  token?: string;
  /** Bytes are counted for pages that people open on their own phones. */
  learners: boolean;
}

export interface Bytes {
  first: number;
  again?: number;
  /** The page forbids browsers to keep it: all of it comes again. */
  unkept?: boolean;
}

/** Opens one page in a browser that knows nothing, small and large, and tells everything that is wrong with it. */
export async function lookAt(browser: Browser, look: Look): Promise<{ faults: string[]; bytes: Bytes }> {
  const context = await visitor(browser, look);
  const faults: string[] = [];
  try {
    const page = await context.newPage();
    watch(page, look.base, faults);
    const wire = await countBytes(context, page);
    const answer = await page.goto(look.path);
    if (answer?.status() !== 200) return { faults: [`status ${answer?.status()}`], bytes: { first: 0 } };
    const arrived = new URL(page.url());
    if (`${arrived.pathname}${arrived.search}` !== look.path) faults.push(`leads to ${arrived.pathname}`);
    const unkept = /no-store/.test(answer.headers()['cache-control'] ?? '');
    const bytes: Bytes = { first: wire.taken(), unkept };
    await page.evaluate(AXE);
    // Axe looks where the page is used, which halves the time of the whole walk: learners on phones, desks on desktops.
    const examine = async () =>
      faults.push(...(await axe(page, [...WCAG, 'best-practice'])), ...(await overflow(page)));
    if (look.learners) await examine();
    else faults.push(...(await overflow(page)));
    faults.push(...(await tooSmall(page)));
    await page.setViewportSize(DESKTOP);
    if (look.learners) faults.push(...(await overflow(page)));
    else await examine();
    if (look.learners) bytes.again = await bytesOf(page, wire, look.path);
    return { faults, bytes };
  } finally {
    await context.close();
  }
}

/** Bytes of `second` for a browser that has just read `first`. */
export async function bytesAfter(browser: Browser, look: Look, second: string): Promise<number> {
  const context = await visitor(browser, look);
  try {
    const page = await context.newPage();
    const wire = await countBytes(context, page);
    await page.goto(look.path);
    return await bytesOf(page, wire, second);
  } finally {
    await context.close();
  }
}

async function visitor(browser: Browser, { base, token }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: base, viewport: PHONE });
  if (token) await context.addCookies([{ name: 'hvs_session', value: token, url: base }]);
  return context;
}

/** Requests to others, errors of the console (a refused style or script is one) and of scripts. */
function watch(page: Page, base: string, faults: string[]): void {
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) faults.push(`asks ${request.url()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
}

async function bytesOf(page: Page, wire: { taken(): number }, path: string): Promise<number> {
  await page.goto('about:blank');
  wire.taken();
  await page.goto(path);
  return wire.taken();
}

/** What came over the wire since last asked: heads and bodies, compressed. */
async function countBytes(context: BrowserContext, page: Page): Promise<{ taken(): number }> {
  const client: CDPSession = await context.newCDPSession(page);
  await client.send('Network.enable');
  let bytes = 0;
  client.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  return {
    taken() {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
  };
}

/** Everything wrong with a page as it stands, by day and by night. */
export async function examineState(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const faults = [...(await axe(page, WCAG)), ...(await overflow(page)), ...(await tooSmall(page))];
  await page.emulateMedia({ colorScheme: 'dark' });
  faults.push(...(await axe(page, ['color-contrast'], 'rule')).map((fault) => `by night ${fault}`));
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

async function axe(page: Page, values: string[], type = 'tag'): Promise<string[]> {
  return page.evaluate(
    async (runOnly) => {
      type Axe = {
        run(on: unknown, options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
      const options = { runOnly, resultTypes: ['violations'] };
      const { axe, document } = globalThis as unknown as { axe: Axe; document: unknown };
      const { violations } = await axe.run(document, options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`);
    },
    { type, values },
  );
}

/** Nothing may be wider than the screen. */
export async function overflow(page: Page): Promise<string[]> {
  const wider = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  return wider > 0 ? [`${page.viewportSize()?.width} px: ${wider} px too wide`] : [];
}

/** What a finger has to hit is at least 24 px in each direction (WCAG 2.2, 2.5.8), links within sentences too. */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('a[href], button, summary, input, select, textarea')]
    .filter((one) => one.type !== 'hidden' && one.checkVisibility())
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 24 || height < 24)
    .map(([one, { width, height }]) => Math.round(width) + ' × ' + Math.round(height) + ' px: ' + one.outerHTML.slice(0, 120))`);
}
