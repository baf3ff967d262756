import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { safeReturnPath } from './return-path.policy.js';

const SITE = 'https://hocvuso.example';
/** Pieces that turn a path into another site in one browser or another. */
const nasty = fc
  .array(
    fc.constantFrom(
      '/',
      '//',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '@',
      ':',
      '?',
      '#',
      '\t',
      '\n',
      '\r',
      '\0',
      ' ',
      'http:',
      'https://',
      'javascript:',
      'evil.vn',
      'hoc',
      'ệ',
    ),
    { maxLength: 10 },
  )
  .map((pieces) => pieces.join(''));

describe('safeReturnPath', () => {
  it('never leaves the site, whatever is typed, and is safe to put into a header', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          nasty,
          nasty.map((tail) => `/${tail}`),
          fc.string(),
          fc.webUrl(),
        ),
        (typed) => {
          const path = safeReturnPath(typed);
          expect(new URL(path, `${SITE}/dang-nhap`).origin).toBe(SITE);
          expect(path).toMatch(/^\/(?!\/)[\x21-\x7e]*$/);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('keeps a path of the site, with its query and place', () => {
    const segment = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), segment, (segments, query) => {
        fc.pre(!segments[0]?.startsWith('dang-'));
        const path = `/${segments.join('/')}?trang=${query}#${query}`;
        expect(safeReturnPath(path)).toBe(path);
      }),
    );
  });

  it.each([
    ['/hoc/an-toàn', '/hoc/an-to%C3%A0n'],
    ['//evil.vn', '/'],
    ['//evil.vn/hoc', '/'],
    ['/.//evil.vn', '/'],
    ['/\\evil.vn', '/'],
    ['https://evil.vn', '/'],
    ['hoc', '/'],
    [undefined, '/'],
    [['/a', '/b'], '/'],
    ['/dang-nhap?tiep=/', '/'],
    ['/dang-ky', '/'],
  ])('%p leads to %p', (typed, path) => {
    expect(safeReturnPath(typed)).toBe(path);
  });
});
