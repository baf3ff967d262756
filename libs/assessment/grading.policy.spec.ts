import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isOutdated, mayStart, neededCorrect, OPEN_ATTEMPT_HOLDS_MS, passes } from './grading.policy.js';

describe('pass mark', () => {
  it.each([
    [8, 75, 6],
    [10, 75, 8],
    [7, 100, 7],
    [3, 1, 1],
    [12, 50, 6],
  ])('of %i questions at %i %% needs %i', (total, percent, needed) => {
    expect(neededCorrect(total, percent)).toBe(needed);
  });

  it('is the smallest number that reaches the percentage', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 100 }), (total, percent) => {
        const needed = neededCorrect(total, percent);
        expect(needed * 100).toBeGreaterThanOrEqual(total * percent);
        expect((needed - 1) * 100).toBeLessThan(total * percent);
        expect(passes(total, total, percent)).toBe(true);
        expect(passes(needed - 1, total, percent)).toBe(false);
      }),
    );
  });

  it('passes nobody without questions', () => {
    expect(passes(0, 0, 1)).toBe(false);
  });
});

describe('starting again', () => {
  const now = new Date('2026-11-20T03:00:00Z');
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

  it('counts attempts down', () => {
    const limits = { maxAttempts: 2, waitMinutes: 0 };
    const history = { lastSubmittedAt: minutesAgo(1), lastPassed: false };
    expect(mayStart(limits, { ...history, used: 1 }, now)).toEqual({ allowed: true, left: 1, waitUntil: null });
    expect(mayStart(limits, { ...history, used: 2 }, now)).toMatchObject({ allowed: false, left: 0 });
  });

  it('waits after a failed attempt only', () => {
    const limits = { maxAttempts: 0, waitMinutes: 10 };
    const failed = mayStart(limits, { used: 1, lastSubmittedAt: minutesAgo(4), lastPassed: false }, now);
    expect(failed).toEqual({ allowed: false, left: null, waitUntil: new Date('2026-11-20T03:06:00Z') });
    expect(mayStart(limits, { used: 1, lastSubmittedAt: minutesAgo(10), lastPassed: false }, now).allowed).toBe(true);
    expect(mayStart(limits, { used: 1, lastSubmittedAt: minutesAgo(4), lastPassed: true }, now).allowed).toBe(true);
  });

  it('lets an open attempt keep its version for a day', () => {
    const startedAt = new Date(now.getTime() - OPEN_ATTEMPT_HOLDS_MS);
    expect(isOutdated({ moduleVersionId: 'old', startedAt }, 'new', now)).toBe(false);
    expect(isOutdated({ moduleVersionId: 'old', startedAt: new Date(startedAt.getTime() - 1) }, 'new', now)).toBe(true);
    expect(isOutdated({ moduleVersionId: 'new', startedAt: new Date(0) }, 'new', now)).toBe(false);
  });
});
