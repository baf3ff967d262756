import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

/** Enough for the longest head of a page; a trap would go on for ever. */
const MOST_TABS = 40;

interface Focus {
  what: string;
  /** The outline is drawn, and the element stands within the screen and is not covered. */
  seen: boolean;
  wanted: boolean;
}

/** Presses Tab until the element has the focus; each one on the way must show that it has it. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press('Tab');
    const focus = await focusOn(page, selector);
    expect(focus).toMatchObject({ what: focus.what, seen: true });
    if (focus.wanted) return;
  }
  throw new Error(`${selector} cannot be reached with Tab on ${page.url()}`);
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

function focusOn(page: Page, selector: string): Promise<Focus> {
  return page.evaluate<Focus>(`(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const line = element.getClientRects()[0] ?? box;
    const [x, y] = [line.left + line.width / 2, line.top + line.height / 2];
    const within = x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight;
    const top = within ? document.elementFromPoint(x, y) : null;
    return {
      what: element.outerHTML.slice(0, 120),
      seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 &&
        within && top !== null && (element.contains(top) || top.contains(element)),
      wanted: element.matches(${JSON.stringify(selector)}),
    };
  })()`);
}
