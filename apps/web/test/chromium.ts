import { execFileSync } from 'node:child_process';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Only what hangs takes longer, however busy the machine is. */
export const PATIENCE_MS = 60_000;

/** The machine's own Chromium, which asks no other host for anything. */
export const chromiumOptions = () => ({
  executablePath: execFileSync('which', ['chromium']).toString().trim(),
  timeout: PATIENCE_MS,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
  ],
});

export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch(chromiumOptions());
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
