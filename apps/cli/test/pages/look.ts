import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
export const PHONE = { width: 320, height: 640 };
export const DESKTOP = { width: 1280, height: 900 };
/** Of the same site, so that the tab keeps its process. */
const AWAY = '/healthz';

interface Look {
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

/**
 * One tab that looks at page after page, each time as a browser that knows nothing. A new context for each page would
 * be a new process, which reads axe's half a megabyte anew: that took half the time of the walk.
 */
export class Looker {
  private faults: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    private readonly page: Page,
    private readonly client: CDPSession,
    private readonly wire: { taken(): number },
    private readonly base: string,
  ) {
    watch(page, base, (fault) => this.faults.push(fault));
  }

  static async open(browser: Browser, base: string): Promise<Looker> {
    const context = await browser.newContext({ baseURL: base, viewport: PHONE });
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    return new Looker(context, page, client, await countBytes(client), base);
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** Opens one page small and large, and tells everything that is wrong with it. */
  async look(look: Look): Promise<{ faults: string[]; bytes: Bytes }> {
    const { page, wire } = this;
    await this.forget(look.token);
    const faults: string[] = (this.faults = []);
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
    if (look.learners) bytes.again = await this.bytesOf(look.path);
    return { faults, bytes };
  }

  /** Bytes of `second` for a browser that has just read `first`. */
  async bytesAfter({ token, path }: Look, second: string): Promise<number> {
    await this.forget(token);
    await this.page.goto(path);
    return this.bytesOf(second);
  }

  private async bytesOf(path: string): Promise<number> {
    await this.page.goto(AWAY);
    this.wire.taken();
    await this.page.goto(path);
    return this.wire.taken();
  }

  private async forget(token?: string): Promise<void> {
    await this.page.goto(AWAY);
    await this.client.send('Storage.clearDataForOrigin', { origin: this.base, storageTypes: 'all' });
    await this.client.send('Network.clearBrowserCache');
    // Once off, and what the process holds in memory goes too.
    for (const cacheDisabled of [true, false]) await this.client.send('Network.setCacheDisabled', { cacheDisabled });
    await this.context.clearCookies();
    if (token) await this.context.addCookies([{ name: 'hvs_session', value: token, url: this.base }]);
    await this.page.setViewportSize(PHONE);
    this.wire.taken();
  }
}

/** Requests to others, errors of the console (a refused style or script is one) and of scripts. */
function watch(page: Page, base: string, tell: (fault: string) => void): void {
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) tell(`asks ${request.url()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) tell(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => tell(`script: ${error.message}`));
}

/** What came over the wire since last asked: heads and bodies, compressed. */
async function countBytes(client: CDPSession): Promise<{ taken(): number }> {
  await client.send('Network.enable');
  const away = new Set<string>();
  let bytes = 0;
  client.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.endsWith(AWAY)) away.add(requestId);
  });
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!away.has(requestId)) bytes += encodedDataLength;
  });
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
  const faults = [
    ...(await axe(page, WCAG)),
    ...(await overflow(page)),
    ...(await tooSmall(page)),
    ...(await unmarked(page)),
  ];
  await page.emulateMedia({ colorScheme: 'dark' });
  faults.push(...(await axe(page, ['color-contrast'], 'rule')).map((fault) => `by night ${fault}`));
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

/** The field that a sentence of refusal stands below has the colour of the sentence. */
async function unmarked(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('[aria-invalid=true]:not([type=checkbox])')]
    .filter((one) => getComputedStyle(one).borderBottomColor !== getComputedStyle(document.getElementById('e-' + one.name)).color)
    .map((one) => 'not marked: ' + one.outerHTML.slice(0, 120))`);
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
