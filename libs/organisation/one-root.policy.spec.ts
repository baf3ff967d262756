import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#libs/platform';
import { refusalOfRoot } from './one-root.policy.js';

const LAST = 60;
const day = (n: number) => addDays('2026-01-01', n);

describe('the root of a tree', () => {
  it('is one on every day, whatever was closed and opened when', () => {
    const step = fc.oneof(fc.record({ open: fc.nat(LAST) }), fc.record({ close: fc.nat(LAST) }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const roots: { from: string; to: string | null }[] = [];
        const onDay = (n: number) => roots.filter(({ from, to }) => from <= day(n) && (to === null || to > day(n)));
        for (const each of steps) {
          if ('close' in each) {
            const open = roots.find(({ from, to }) => to === null && from < day(each.close));
            if (open) open.to = day(each.close);
            continue;
          }
          const free = Array.from({ length: LAST + 1 - each.open }, (_, n) => onDay(each.open + n)).every(
            (all) => all.length === 0,
          );
          const refusal = refusalOfRoot('territory', day(each.open), { roots, province: [] });
          expect(refusal).toBe(free ? null : 'unit.root-taken');
          if (!refusal) roots.push({ from: day(each.open), to: null });
        }
        for (let n = 0; n <= LAST; n += 1) expect(onDay(n).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of the state and the Party tree needs the province on its first day', () => {
    const province = [{ from: day(5), to: null }];
    for (const tree of ['state', 'party'] as const) {
      expect(refusalOfRoot(tree, day(4), { roots: [], province })).toBe('unit.root-no-province');
      expect(refusalOfRoot(tree, day(5), { roots: [], province })).toBeNull();
    }
    expect(refusalOfRoot('territory', day(4), { roots: [], province: [] })).toBeNull();
  });
});
