import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { serialDay } from '../write/serial-day.js';
import { PLAIN, lookOf, numberText } from './number-text.js';

const DATE = { kind: 'date' } as const;

describe('numbers in a workbook', () => {
  it('reads every day from 1910 that Excel can write, by both calendars', () => {
    const day = fc.integer({ min: 0, max: 80_000 }).map((n) => new Date(Date.UTC(1910, 0, 1) + n * 86_400_000));
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 86_399 }), (date, second) => {
        const text = date.toISOString().slice(0, 10);
        expect(numberText(String(serialDay(text)), DATE, false)).toBe(text);
        expect(numberText(String(serialDay(text) - 1462), DATE, true)).toBe(text);
        const time = new Date(second * 1000).toISOString().slice(11, 19);
        const withTime = second === 0 ? text : `${text}T${time}`;
        expect(numberText(String(serialDay(text) + second / 86_400), DATE, false)).toBe(withTime);
      }),
    );
  });

  it.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['61', '1900-03-01'],
    ['26543.999999999', '1972-09-02'],
    ['1899', '1905-03-13'],
    ['1980', '1980'],
    ['2101', '1905-10-01'],
    ['0.5', '12:00:00'],
    ['-1', '-1'],
    ['99999999', '99999999'],
  ])('date %s is %s', (raw, text) => {
    expect(numberText(raw, DATE, false)).toBe(text);
  });

  it('has no day for the nothing of a formula, by both calendars', () => {
    for (const from1904 of [false, true]) expect(numberText('0', DATE, from1904)).toBe('00:00:00');
    expect(numberText('1', DATE, true)).toBe('1904-01-02');
  });

  it.each([
    ['dd/mm/yyyy', 'date'],
    ['[$-42A]dd mmmm yyyy;@', 'date'],
    ['yyyy', 'date'],
    ['[h]:mm', 'date'],
    ['General', 'plain'],
    ['#,##0\\ "đồng"', 'plain'],
    ['[Red]0.00', 'plain'],
    ['0.0%', 'plain'],
    ['000000000000', 'padded'],
    ['0000 000 000', 'padded'],
    ['@', 'plain'],
  ])('%s shows %s', (code, kind) => {
    expect(lookOf(170, code).kind).toBe(kind);
  });

  it('never writes digits in the scientific form, and shows the zeros that the format shows', () => {
    expect(numberText('1.2072001234E+10', PLAIN, false)).toBe('12072001234');
    expect(numberText('912345678', lookOf(170, '0000000000'), false)).toBe('0912345678');
    expect(numberText('0.1', PLAIN, false)).toBe('0.1');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (n) => {
        expect(numberText(n.toExponential(), PLAIN, false)).toBe(String(n));
      }),
    );
  });
});
