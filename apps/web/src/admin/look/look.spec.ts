import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { contrastPairs } from './pairs.js';
import { contrast, readTokens } from './tokens.js';

const PARTIALS = 'apps/web/src/shell/partials';
const css = readFileSync('apps/web/styles/app.css', 'utf8');

describe('the style page', () => {
  it('shows every component that the templates can use', () => {
    const shown = readFileSync('apps/web/src/admin/look/look.hbs', 'utf8');
    const missing = readdirSync(PARTIALS)
      .map((file) => file.replace('.hbs', ''))
      .filter((name) => !new RegExp(`\\{\\{#?> ${name}[\\s}]`).test(shown));
    expect(missing).toEqual([]);
  });

  it('knows how far black is from white, and a colour from itself', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(contrast('#0b5d57', '#0b5d57')).toBe(1);
  });

  it.each(['light', 'dark'] as const)('has enough contrast for every pair in the %s theme', (theme) => {
    const short = contrastPairs(readTokens(), theme).filter(({ enough }) => !enough);
    expect(short.map(({ on, over, ratio }) => `${on} on ${over}: ${ratio.toFixed(2)}`)).toEqual([]);
  });
});

describe('the styles', () => {
  const rules = css.slice(css.indexOf('*, *::before'), css.indexOf('@media print'));

  it('take every colour from a token', () => {
    expect(rules.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/gi) ?? []).toEqual([]);
  });

  it('take every size of text and every distance from a token, or from the text around it', () => {
    const sizes = /\b(?:font-size|margin|padding|gap)(?:-[a-z]+)*:[^;}]*?[\d.]+(?:rem|px)\b/g;
    expect((rules.match(sizes) ?? []).filter((found) => !/(^|\s)0px/.test(found))).toEqual([]);
  });

  it('name only tokens that there are', () => {
    const { light } = readTokens();
    const used = [...css.matchAll(/var\(--([\w-]+)/g)].map(([, name]) => name!);
    expect(used.filter((name) => !light.has(name))).toEqual([]);
  });

  it('have no token that nothing uses', () => {
    const unused = [...readTokens().light.keys()].filter((name) => !css.includes(`var(--${name})`));
    expect(unused).toEqual([]);
  });
});
