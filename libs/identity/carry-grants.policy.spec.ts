import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#libs/platform';
import { carriedPeriod } from './carry-grants.policy.js';

const day = (n: number) => addDays('2026-11-01', n);
const within = (days: { from: string; to: string | null } | null, n: number) =>
  days !== null && days.from <= day(n) && (days.to === null || days.to > day(n));

describe('a role that is carried over to another unit', () => {
  it('holds on exactly the days left of it: from the change and from today on, until it ends', () => {
    const days = fc.nat(60);
    fc.assert(
      fc.property(
        days,
        fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
        days,
        days,
        (from, length, on, today) => {
          const grant = { from: day(from), to: length === null ? null : day(from + length) };
          const carried = carriedPeriod(grant, day(on), day(today));
          if (carried?.to) expect(carried.to > carried.from).toBe(true);
          for (let n = 0; n < 130; n += 1) expect(within(carried, n)).toBe(within(grant, n) && n >= on && n >= today);
        },
      ),
    );
  });
});
