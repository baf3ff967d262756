import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isMobile, maskPhone, normalisePhone } from './phone.js';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((d) => d.join(''));
/** Nine digits after the zero, as mobile operators assign them. */
const subscriber = fc
  .tuple(fc.constantFrom('32', '56', '70', '86', '90', '91', '98', '97'), digits(7))
  .map((parts) => parts.join(''));
const gap = fc.constantFrom('', ' ', '.', '-', '\u00a0');

describe('normalisePhone', () => {
  it('reads every usual way of writing a mobile number as the same number', () => {
    fc.assert(
      fc.property(subscriber, fc.constantFrom('0', '+84', '84', '', '+84 ', '(0)'), gap, (number, prefix, between) => {
        const written = prefix + number.slice(0, 3) + between + number.slice(3, 6) + between + number.slice(6);
        expect(normalisePhone(written)).toBe(`+84${number}`);
      }),
    );
  });

  it('leaves a normalised number as it is', () => {
    fc.assert(fc.property(subscriber, (number) => normalisePhone(`+84${number}`) === `+84${number}`));
  });

  it('answers any text with E.164 or null, never an exception', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('0', '8', '4', '+', ' ', '9') }),
    );
    fc.assert(
      fc.property(text, (typed) => /^\+\d{8,15}$/.test(normalisePhone(typed) ?? '+00000000')),
      { numRuns: 1000 },
    );
  });

  it.each(['', '0912', '091234567', '09123456789', 'không có', '0012345678', '0912345678a'])('refuses %p', (typed) => {
    expect(normalisePhone(typed)).toBeNull();
  });

  it('knows which numbers can take an SMS', () => {
    expect([normalisePhone('0912345678'), normalisePhone('0213 3876 543')].map((phone) => isMobile(phone!))).toEqual([
      true,
      false,
    ]);
  });

  it('hides the middle of a number', () => {
    expect(maskPhone('+84912345678')).toBe('0912 *** *78');
  });
});
