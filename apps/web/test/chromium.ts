import { execFileSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

/** The machine's own Chromium, which asks no other host for anything. */
export const chromiumOptions = () => ({
  executablePath: execFileSync('which', ['chromium']).toString().trim(),
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
  ],
});

export const launchChromium = (): Promise<Browser> => chromium.launch(chromiumOptions());
