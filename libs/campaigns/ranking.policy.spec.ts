import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ranked } from './ranking.policy.js';
import { rate, type StoredTarget } from './rate.policy.js';

const TARGET = { goalPercent: 50, dueOn: '2027-03-30', definition: '', sourceDocument: '', sourceDate: null };

/** `declared` undefined: no target. */
const row = (name: string, completed: number, onRoster: number, declared?: number | null) => {
  const target: StoredTarget | null =
    declared === undefined
      ? null
      : { ...TARGET, denominator: declared === null ? 'roster' : 'declared', declaredNumber: declared };
  return { name, completed, onRoster, ...rate({ completed, onRoster }, target) };
};
const places = (rows: ReturnType<typeof row>[]) => ranked(rows).map(({ name, rank }) => [rank, name]);

describe('the rank of units', () => {
  it('goes by the exact share, not by the rate as it is written', () => {
    // Both are written 99,9 %.
    const rows = [row('Hua Bum', 9995, 10_000, null), row('Pa Ủ', 9996, 10_000, null), row('Mù Cả', 1, 1, null)];
    expect(places(rows)).toEqual([
      [1, 'Mù Cả'],
      [2, 'Pa Ủ'],
      [3, 'Hua Bum'],
    ]);
  });

  it('is one for equal shares, and leaves out as many behind them', () => {
    const rows = [row('a', 1, 5, null), row('b', 2, 4, null), row('c', 50, 90, 100), row('d', 0, 7, null)];
    expect(places(rows)).toEqual([
      [1, 'b'],
      [1, 'c'],
      [3, 'a'],
      [4, 'd'],
    ]);
  });

  it('is not given where there is no rate', () => {
    const rows = [row('faulty', 30, 40, 20), row('none', 9, 9), row('empty', 0, 0, null), row('rated', 0, 3, null)];
    expect(places(rows)).toEqual([
      [1, 'rated'],
      [null, 'faulty'],
      [null, 'none'],
      [null, 'empty'],
    ]);
  });

  it('says of everybody how many are ahead', () => {
    const counts = fc.record({ completed: fc.nat(30), onRoster: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 20 }), (all) => {
        const rows = all.map(({ completed, onRoster }, i) =>
          row(`${i}`, Math.min(completed, onRoster), onRoster, null),
        );
        const result = ranked(rows);
        expect(result.map(({ name }) => name).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
        for (const { completed, onRoster, rank } of result)
          expect(rank).toBe(1 + rows.filter((other) => other.completed * onRoster > completed * other.onRoster).length);
      }),
    );
  });
});
