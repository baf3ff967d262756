import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#libs/platform';
import { isWorkingDay, termEnd, workingDaysLeft } from './working-days.policy.js';

const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2026-01-01', n));
const calendar = fc
  .array(fc.tuple(day, fc.constantFrom<'off' | 'work'>('off', 'work')), { maxLength: 40 })
  .map((entries) => new Map(entries));
const days = fc.integer({ min: 1, max: 40 });

describe('a legal term', () => {
  it('counts from the day after, over weekends and days off', () => {
    const tet = new Map(
      ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'].map((d) => [d, 'off' as const]),
    );
    expect(termEnd('2026-11-20', 2, 'working', new Map())).toBe('2026-11-24');
    expect(termEnd('2026-02-13', 2, 'working', tet)).toBe('2026-02-24');
    expect(termEnd('2026-08-20', 2, 'working', new Map([['2026-08-22', 'work']]))).toBe('2026-08-22');
    expect(termEnd('2026-11-20', 15, 'calendar', new Map())).toBe('2026-12-07');
  });

  it('of working days ends on a working day, and has just so many of them', () => {
    fc.assert(
      fc.property(day, days, calendar, (from, n, known) => {
        const end = termEnd(from, n, 'working', known);
        expect(isWorkingDay(end, known)).toBe(true);
        expect(workingDaysLeft(from, end, known)).toBe(n);
        expect(workingDaysLeft(end, from, known)).toBe(n === 0 ? 0 : -n);
      }),
    );
  });

  it('never ends earlier for a longer term, a later start, or one more day off', () => {
    fc.assert(
      fc.property(day, days, calendar, day, (from, n, known, off) => {
        const end = termEnd(from, n, 'working', known);
        expect(termEnd(from, n + 1, 'working', known) > end).toBe(true);
        expect(termEnd(addDays(from, 1), n, 'working', known) >= end).toBe(true);
        expect(termEnd(from, n, 'working', new Map([...known, [off, 'off' as const]])) >= end).toBe(true);
      }),
    );
  });

  it('of calendar days is at most as long as one of working days without exchanged Saturdays', () => {
    fc.assert(
      fc.property(day, days, calendar, (from, n, known) => {
        const offOnly = new Map([...known].filter(([, kind]) => kind === 'off'));
        const end = termEnd(from, n, 'calendar', offOnly);
        expect(end >= addDays(from, n)).toBe(true);
        expect(isWorkingDay(end, offOnly)).toBe(true);
        expect(end <= termEnd(from, n, 'working', offOnly)).toBe(true);
      }),
    );
  });
});
