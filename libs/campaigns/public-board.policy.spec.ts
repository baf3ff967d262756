import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NO_COUNTS } from './figure-counts.js';
import type { FigureRow, FiguresDocument } from './figures-document.js';
import { PUBLIC_MINIMUM, publicRows } from './public-board.policy.js';
import { rate, type StoredTarget } from './rate.policy.js';

const ROSTER: StoredTarget = {
  denominator: 'roster',
  declaredNumber: null,
  goalPercent: 80,
  dueOn: '2026-12-31',
  definition: '',
  sourceDocument: '',
  sourceDate: null,
};

const row = (change: Partial<FigureRow>, target: StoredTarget | null = ROSTER): FigureRow => {
  const counts = { ...NO_COUNTS, onRoster: 100, completed: 40, ...change };
  return {
    unitId: 'u',
    code: '03390',
    name: 'Xã Bình Lư',
    kind: 'commune',
    tree: 'territory',
    parentId: 'p',
    level: 1,
    line: 'all',
    ...counts,
    ...rate(counts, target),
    faultyBelow: 0,
    ...change,
  };
};
const shown = (...rows: FigureRow[]) => publicRows({ rows } as FiguresDocument);

describe('the public board', () => {
  it('shows the province and communes in two lines only', () => {
    const seen = (change: Partial<FigureRow>) => shown(row({ line: 'all' }), row(change)).length - 1;
    expect(seen({ line: 'citizen' })).toBe(1);
    expect(seen({ line: 'official' })).toBe(0);
    expect(seen({ line: 'party_member' })).toBe(0);
    expect(seen({ kind: 'village' })).toBe(0);
    expect(seen({ kind: 'province' })).toBe(1);
    expect(seen({ tree: 'state', kind: 'province' })).toBe(0);
    expect(seen({ tree: 'party', kind: 'commune' })).toBe(0);
  });

  it('shows nobody where fewer than 50 people are, in the unit or in the line', () => {
    expect(shown(row({ onRoster: 49 }))).toEqual([]);
    expect(shown(row({ onRoster: 50 }))).toHaveLength(1);
    expect(shown(row({ onRoster: 60 }), row({ line: 'citizen', onRoster: 49 }))).toHaveLength(1);
  });

  it('rounds counts down to 5 and makes rates of the rounded counts', () => {
    expect(shown(row({ onRoster: 104, completed: 58 }))[0]).toMatchObject({
      onRoster: 100,
      completed: 55,
      tenths: 550,
    });
    const declared: StoredTarget = { ...ROSTER, denominator: 'declared', declaredNumber: 203 };
    expect(shown(row({ onRoster: 104, completed: 58 }, declared))[0].tenths).toBe(271);
  });

  it('has no rate without a target, with a faulty one, or for one to four people', () => {
    expect(shown(row({}, null))[0].tenths).toBeNull();
    expect(shown(row({}, { ...ROSTER, denominator: 'declared', declaredNumber: 10 }))[0].tenths).toBeNull();
    expect(shown(row({ completed: 4 }))[0]).toMatchObject({ completed: 0, tenths: null });
    expect(shown(row({ completed: 0 }))[0]).toMatchObject({ completed: 0, tenths: 0 });
  });

  it('says 100,0 only of everybody, and never gives a count away', () => {
    expect(shown(row({ onRoster: 104, completed: 100 }))[0].tenths).toBe(999);
    expect(shown(row({ onRoster: 104, completed: 104 }))[0].tenths).toBe(1000);
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (a, b) => {
        const [one] = shown(row({ onRoster: Math.max(a, b), completed: Math.min(a, b) }));
        if (Math.max(a, b) < PUBLIC_MINIMUM) return expect(one).toBeUndefined();
        expect(one.onRoster % 5).toBe(0);
        expect(one.completed % 5).toBe(0);
        expect(one.tenths === 1000).toBe(a === b);
        expect(one.tenths === 0).toBe(Math.min(a, b) === 0);
      }),
    );
  });
});
