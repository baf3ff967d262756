import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rangeOf } from './byte-range.js';

describe('a Range header', () => {
  const size = fc.integer({ min: 1, max: 5_000_000 });

  it('with a first and last byte asks for those that there are', () =>
    fc.assert(
      fc.property(size, fc.nat(6_000_000), fc.nat(6_000_000), (bytes, first, more) => {
        const last = first + more;
        const expected = first >= bytes ? 'unsatisfiable' : { first, last: Math.min(last, bytes - 1) };
        expect(rangeOf(`bytes=${first}-${last}`, bytes)).toEqual(expected);
        expect(rangeOf(`bytes=${first}-`, bytes)).toEqual(
          first >= bytes ? 'unsatisfiable' : { first, last: bytes - 1 },
        );
        if (more > 0) expect(rangeOf(`bytes=${last}-${first}`, bytes)).toBeNull();
      }),
    ));

  it('with a count asks for so many at the end', () =>
    fc.assert(
      fc.property(size, fc.nat(6_000_000), (bytes, count) => {
        const expected = count === 0 ? 'unsatisfiable' : { first: Math.max(bytes - count, 0), last: bytes - 1 };
        expect(rangeOf(`bytes=-${count}`, bytes)).toEqual(expected);
      }),
    ));

  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['BYTES = 1-2', { first: 1, last: 2 }],
    ['bytes=, 1-2 ,', { first: 1, last: 2 }],
    [`bytes=0-${'9'.repeat(400)}`, { first: 0, last: 9 }],
    [`bytes=${'9'.repeat(400)}-`, 'unsatisfiable'],
    ['bytes=10-', 'unsatisfiable'],
  ])('%s', (header, expected) => expect(rangeOf(header, 10)).toEqual(expected));

  it.each(['', 'bytes', 'bytes=', 'bytes=-', 'bytes=a-b', 'bytes=1', 'bytes=1-2-3', 'bytes=0x1-2', 'bytes=1.5-2'])(
    'is left aside when it is none: %p',
    (header) => expect(rangeOf(header, 10)).toBeNull(),
  );
  it.each(['items=0-1', 'bytes=0-1,3-4', 'bytes=+1-2', 'bytes=2-1'])('is left aside: %p', (header) =>
    expect(rangeOf(header, 10)).toBeNull(),
  );
  it('is left aside when there is none', () => expect(rangeOf(undefined, 10)).toBeNull());

  it('never asks for a byte that is not there', () =>
    fc.assert(
      fc.property(fc.string(), size, (text, bytes) => {
        const range = rangeOf(`bytes=${text}`, bytes);
        if (range === null || range === 'unsatisfiable') return;
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(bytes);
      }),
    ));
});
