import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#libs/platform';
import { correctionProblems, type CorrectionFacts, type Span } from './correct-membership.policy.js';

const LAST = 30;
/** Beyond every end that is told: what has no end holds here. */
const FOR_EVER = 40;
const day = (n: number) => addDays('2025-12-15', n);

interface Numbers {
  from: number;
  to: number | null;
}
const place = fc
  .tuple(fc.nat(LAST), fc.option(fc.integer({ min: 1, max: 12 })))
  .map(([from, length]): Numbers => ({ from, to: length && from + length }));
const span = ({ from, to }: Numbers): Span => ({ from: day(from), to: to === null ? null : day(to) });
const daysOf = ({ from, to }: Numbers) =>
  Array.from({ length: FOR_EVER + 20 }, (_, n) => n).filter((n) => n >= from && n < (to ?? Infinity));

/** Days on which a unit stood, as the spans between its gaps. */
function standingOf(stood: boolean[]): Span[] {
  const spans: Numbers[] = [];
  stood.forEach((stands, n) => {
    if (stands && !stood[n - 1]) spans.push({ from: n, to: null });
    if (!stands && stood[n - 1]) spans.at(-1)!.to = n;
  });
  return spans.map(span);
}

describe('a corrected place', () => {
  it('is taken when every day of it is past or was recorded, in a unit that stood, and no new day is held elsewhere', () => {
    const gaps = fc.oneof(fc.constant<number[]>([]), fc.uniqueArray(fc.nat(FOR_EVER + 19), { maxLength: 3 }));
    const world = fc.record({
      asked: place,
      now: place,
      others: fc.array(place, { maxLength: 2 }),
      gaps,
      today: fc.integer({ min: 10, max: LAST }),
    });
    let taken = 0;
    fc.assert(
      fc.property(world, ({ asked, now, others, gaps: closed, today }) => {
        const stood = Array.from({ length: FOR_EVER + 20 }, (_, n) => !closed.includes(n));
        const problems = correctionProblems(span(asked), {
          today: day(today),
          now: span(now),
          birthYear: 1980,
          standing: standingOf(stood),
          others: others.map(span),
        });
        const elsewhere = new Set(others.flatMap(daysOf));
        const recorded = new Set(daysOf(now));
        const sound =
          asked.from <= today &&
          (asked.to === null || asked.to <= today || asked.to === now.to) &&
          daysOf(asked).every(
            (n) => (stood[n] || (n > today && asked.to === now.to)) && (recorded.has(n) || !elsewhere.has(n)),
          ) &&
          (asked.from !== now.from || asked.to !== now.to);
        expect(Object.keys(problems).length === 0).toBe(sound);
        taken += Number(sound);
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  const FACTS: CorrectionFacts = {
    today: '2026-06-15',
    now: { from: '2026-01-01', to: '2026-03-01' },
    birthYear: 1980,
    standing: [{ from: '2025-07-01', to: '2026-06-01' }],
    others: [
      { from: '2026-03-01', to: '2026-04-01' },
      { from: '2025-08-01', to: '2025-09-01' },
    ],
  };
  it.each([
    ['30/02', '2026-03-01', { from: 'membership.no-such-day' }],
    ['2026-02-30', '2026-03-01', { from: 'membership.no-such-day' }],
    ['2026-01-01', 'mai', { to: 'membership.no-such-day' }],
    ['2026-06-16', null, { from: 'membership.day-to-come' }],
    ['2026-01-01', '2026-06-16', { to: 'membership.day-to-come' }],
    ['1979-12-31', '2026-03-01', { from: 'membership.before-birth' }],
    ['2025-06-30', '2026-03-01', { from: 'membership.unit-not-there' }],
    ['2026-01-01', '2026-06-02', { to: 'membership.unit-ended' }],
    ['2026-01-01', null, { to: 'membership.unit-ended' }],
    ['2026-02-01', '2026-02-01', { to: 'membership.dates' }],
    ['2026-01-01', '2026-03-02', { to: 'membership.overlaps' }],
    ['2025-08-31', '2026-03-01', { from: 'membership.overlaps' }],
    ['2026-01-01', '2026-03-01', { from: 'membership.unchanged' }],
    ['2025-09-01', '2026-02-28', {}],
    ['2026-04-01', '2026-06-01', {}],
  ])('from %s to %s is answered %p', (from, to, problems) => {
    expect(correctionProblems({ from, to }, FACTS)).toEqual(problems);
  });
});
