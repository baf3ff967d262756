import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { politeMoment } from './quiet-hours.policy.js';

const local = (text: string) => new Date(`${text}+07:00`);

describe('the hours of reminders', () => {
  it.each([
    ['2026-11-24T07:59:59.999', '2026-11-24T08:00'],
    ['2026-11-24T08:00', '2026-11-24T08:00'],
    ['2026-11-24T19:59:59.999', '2026-11-24T19:59:59.999'],
    ['2026-11-24T20:00', '2026-11-25T08:00'],
    ['2026-12-31T23:30', '2027-01-01T08:00'],
    ['2026-11-24T00:00', '2026-11-24T08:00'],
  ])('%s waits until %s', (asked, polite) => {
    expect(politeMoment(local(asked))).toEqual(local(polite));
  });

  it('are never at night, never in the past and never more than twelve hours away', () => {
    fc.assert(
      fc.property(
        fc.date({ min: local('2025-01-01T00:00'), max: local('2035-01-01T00:00'), noInvalidDate: true }),
        (at) => {
          const polite = politeMoment(at);
          const hour = (polite.getUTCHours() + 7) % 24;
          expect(hour >= 8 && hour < 20).toBe(true);
          const wait = polite.getTime() - at.getTime();
          expect(wait >= 0 && wait <= 12 * 3_600_000).toBe(true);
          expect(politeMoment(polite)).toEqual(polite);
        },
      ),
    );
  });
});
