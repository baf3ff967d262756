import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '#libs/testing';
import { arrive } from '../../../web/test/chromium.js';

/** Enough for the longest page of a desk; a trap would go on for ever. */
const MOST_TABS = 160;

interface Focus {
  what: string;
  /** An outline that stands out (WCAG 1.4.11: 3 to 1), on an element that stands within the screen and is not covered. */
  seen: boolean;
  wanted: boolean;
}

/**
 * Presses Tab until the element has the focus; each one on the way must show that it has it. Past the last one the
 * focus leaves the page (to the browser's own buttons) and comes back at its head.
 */
export async function tabTo(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press(key);
    const focus = await focusOn(page, selector);
    expect([page.url(), focus]).toMatchObject([page.url(), { what: focus.what, seen: true }]);
    if (focus.wanted) return;
  }
  throw new Error(`${selector} cannot be reached with Tab on ${page.url()}`);
}

/** Opens a link, or sends a form with its button, and stands on the page that follows. */
export async function follow(page: Page, selector: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, selector);
  await arriveBy(page, () => page.keyboard.press(key));
}

export async function arriveBy(page: Page, press: () => Promise<unknown>): Promise<void> {
  await arrive(page, press);
  // A page that waits for something may look again just now.
  const place = await eventually(() => placeOf(page));
  expect(place).toEqual({ url: place.url, mains: 1, headings: 1, jumps: 0, focus: 'placed' });
}

/** Replaces what stands in a field. */
export async function fill(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector);
  await write(page, text);
}

/** Into the field that has the focus. */
export async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Goes down a closed list until it shows these words. */
export async function choose(page: Page, selector: string, words: string): Promise<void> {
  await tabTo(page, selector);
  await chooseHere(page, words);
}

export async function chooseHere(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Home');
  const shown = () => page.evaluate<string>('document.activeElement.selectedOptions[0].label.trim()');
  for (let last = ''; (await shown()) !== words; await page.keyboard.press('ArrowDown')) {
    expect(last).not.toBe(await shown());
    last = await shown();
  }
}

/** Radios are entered once and moved through with arrows; boxes are ticked with the space bar. */
export async function answerByKeys(page: Page, right: string[]): Promise<void> {
  const labels = (await page.locator('label.choice').allInnerTexts()).map((label) => label.trim());
  const several = (await page.locator('label.choice input[type=checkbox]').count()) > 0;
  for (const [index, label] of labels.entries()) {
    const chosen = right.includes(label);
    if (several) {
      await tabTo(page, `label.choice:nth-of-type(${index + 1}) input`);
      if (chosen) await page.keyboard.press('Space');
    } else {
      if (index === 0) await tabTo(page, 'label.choice input');
      else await page.keyboard.press('ArrowDown');
      if (!chosen) continue;
      if (index === 0) await page.keyboard.press('Space');
      break;
    }
  }
  const ticked = await page.locator('label.choice:has(input:checked)').allInnerTexts();
  expect(ticked.map((label) => label.trim()).sort()).toEqual([...right].sort());
}

/** What has the focus, and that it shows it. The browser places it when it first draws a page. */
export async function focused(page: Page, selector: string): Promise<void> {
  await eventually(async () => {
    const focus = await focusOn(page, selector);
    expect(focus).toEqual({ what: focus.what, seen: true, wanted: true });
  });
}

/** One main part, one first heading, the order of the page itself, and the focus at the top or where the page wants it. */
function placeOf(page: Page) {
  return page.evaluate<{ url: string }>(`(() => {
    const element = document.activeElement;
    const wanted = element === document.body || element.matches(':target, main .alert[tabindex="-1"]') ||
      element.parentElement.querySelector('.field-error:not(:empty)') !== null;
    return {
      url: location.href,
      mains: document.querySelectorAll('main').length,
      headings: document.querySelectorAll('h1').length,
      jumps: [...document.querySelectorAll('[tabindex]')].filter(({ tabIndex }) => tabIndex > 0).length,
      focus: wanted ? 'placed' : element.outerHTML.slice(0, 120),
    };
  })()`);
}

/** The selector may end in `:has-text("…")`. */
function focusOn(page: Page, selector: string): Promise<Focus> {
  const [, css, words = ''] = selector.match(/^(.*?)(?::has-text\("(.*)"\))?$/)!;
  return page.evaluate<Focus>(`(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const boxes = [...element.getClientRects()].map((box) => ({
      left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
      top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight),
    }));
    const box = boxes.find(({ left, right, top, bottom }) => right > left && bottom > top);
    const top = box && document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => {
      const [r, g, b] = numbers(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let behind = element.parentElement ?? element;
    while (behind.parentElement && numbers(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
    const [a, b] = [light(style.outlineColor), light(getComputedStyle(behind).backgroundColor)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return {
      what: element.outerHTML.slice(0, 120),
      seen: element === document.body || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && contrast >= 3 &&
        Boolean(top) && (element.contains(top) || top.contains(element)),
      wanted: element.matches(${JSON.stringify(css)}) && element.textContent.includes(${JSON.stringify(words)}),
    };
  })()`);
}
