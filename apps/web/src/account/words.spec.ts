import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LEARNING_CONSENT } from '#libs/identity';
import { canonicalJson, sha256 } from '#libs/platform';
import { knownCodes } from '../shell/messages/index.js';
import { consentTexts } from './consent-texts.js';
import { deviceName } from './device-name.js';

describe('words around accounts', () => {
  it('hold every consent text to what people agreed to', () => {
    // A changed wording is a new version with its own digest; these lines only ever grow.
    const digests = Object.fromEntries(
      Object.entries(consentTexts).map(([version, text]) => [version, sha256(canonicalJson(text)).slice(0, 16)]),
    );
    expect(digests).toEqual({
      'learning-2026-11': 'f58e76a41b9aa8d4',
      'reminders-2026-11': '4788d8bd9fb3df13',
      'work-reminders-2026-11': '5557e9ff7dcec8b0',
    });
    expect(consentTexts[LEARNING_CONSENT.textVersion]).toBeDefined();
  });

  it('have a sentence for every code that identity throws', () => {
    const source = readdirSync('libs/identity', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => readFileSync(`libs/identity/${file}`, 'utf8'))
      .join('\n');
    const thrown = source.matchAll(
      /(?:invalid|notFound|forbidden|conflict)\(\s*'([^']+)'|DomainError\('[\w-]+',\s*'([^']+)'|fields\.\w+ = '([^']+)'|return '(password\.[^']+)'/g,
    );
    const codes = new Set([...thrown].map(([, ...groups]) => groups.find(Boolean)!));
    expect(codes.size).toBeGreaterThan(15);
    expect([...codes].filter((code) => !knownCodes().includes(code))).toEqual([]);
  });

  it.each([
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36',
      'Chrome trên Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
      'Safari trên iPhone',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0',
      'Edge trên Windows',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/120.0 Chrome/114.0 Safari/537.36',
      'Cốc Cốc trên Windows',
    ],
    ['curl/8', 'Thiết bị không rõ'],
    [null, 'Thiết bị không rõ'],
  ])('name a browser as its owner would: %p', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});
