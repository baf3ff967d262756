import { spawnSync } from 'node:child_process';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Only what hangs takes longer, however busy the machine is. */
export const PATIENCE_MS = 60_000;

/** The machine's own Chromium, with the profile of a person; it asks no other host for anything. */
export const chromiumOptions = () => optionsOf('chromium');

const optionsOf = (...names: string[]) => ({
  executablePath: installed(names),
  timeout: PATIENCE_MS,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
  ],
});

/** The first of them that there is. */
function installed(names: string[]): string {
  for (const name of names) {
    const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  throw new Error(`not installed: ${names.join(', ')}`);
}

/** The same engine without windows of its own, where the machine has it: they cost as much again as our pages. */
export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch(optionsOf('chromium-headless-shell', 'chromium'));
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}

/** Opens a link or sends a form, and stands on the page that follows when all of it has come. */
export async function arrive(page: Page, by: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), by()]);
}

/** Presses twice before an answer to the first can come: else the second might meet the next page. */
export async function pressTwice(page: Page, selector: string): Promise<void> {
  let release = () => {};
  const pressed = new Promise<void>((done) => (release = done));
  await page.route('**', async (route) => {
    await pressed;
    await route.continue();
  });
  await page.dblclick(selector);
  release();
  await page.unrouteAll({ behavior: 'wait' });
}
