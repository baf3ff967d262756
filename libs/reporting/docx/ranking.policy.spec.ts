import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countedRow, figureRow } from '../reporting.fixtures.js';
import { extremes, rankUnits, type Extremes } from './ranking.policy.js';

const units = (...tenths: number[]) =>
  [...tenths].sort((a, b) => b - a).map((rate, i) => ({ name: `Xã ${i + 1}`, tenths: rate }));

describe('which units are named best and worst', () => {
  it('compares only rates that are defined and rest on a sound denominator', () => {
    const { ranked, ...left } = rankUnits([
      countedRow({ name: 'A' }, 100, 50, 100),
      countedRow({ name: 'B' }, 100, 90, 120),
      countedRow({ name: 'no target' }, 100, 99, 0),
      countedRow({ name: 'faulty' }, 100, 99, 98),
      countedRow({ name: 'understated' }, 100, 80, 90),
      figureRow({ name: 'nobody' }),
    ]);
    expect(ranked).toEqual([
      { name: 'B', tenths: 750 },
      { name: 'A', tenths: 500 },
    ]);
    expect(left).toEqual({ noTarget: 2, faulty: 1, understated: 1 });
  });

  it('lists a few, and says so when all are equal', () => {
    expect(extremes([])).toEqual({ kind: 'none' });
    expect(extremes(units(900, 100))).toEqual({ kind: 'listed', all: units(900, 100) });
    expect(extremes(units(...Array<number>(9).fill(500)))).toEqual({ kind: 'equal', count: 9, tenths: 500 });
  });

  it('names whoever is level with the third', () => {
    const found = extremes(units(900, 800, 700, 700, 400, 300, 200, 100)) as Extract<Extremes, { kind: 'ends' }>;
    expect(found.best).toMatchObject({ units: [{ tenths: 900 }, { tenths: 800 }, { tenths: 700 }, { tenths: 700 }] });
    expect(found.worst).toMatchObject({ units: [{ tenths: 100 }, { tenths: 200 }, { tenths: 300 }] });
  });

  it('says how many share a rate instead of naming some of them', () => {
    const found = extremes(units(900, 800, 700, ...Array<number>(20).fill(0))) as Extract<Extremes, { kind: 'ends' }>;
    expect(found.worst).toEqual({ kind: 'shared', count: 20, tenths: 0 });
  });

  it('never leaves out a unit level with a named one, nor names one at both ends', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 }), (rates) => {
        const ranked = units(...rates.map((rate) => rate * 80));
        const found = extremes(ranked);
        if (found.kind !== 'ends') return;
        const ratesOf = (end: typeof found.best) =>
          end.kind === 'named' ? end.units.map(({ tenths }) => tenths) : [end.tenths];
        const size = (end: typeof found.best) => (end.kind === 'named' ? end.units.length : end.count);
        const [best, worst] = [ratesOf(found.best), ratesOf(found.worst)];
        expect(best.some((rate) => worst.includes(rate))).toBe(false);
        expect(size(found.best)).toBe(ranked.filter(({ tenths }) => tenths >= Math.min(...best)).length);
        expect(size(found.worst)).toBe(ranked.filter(({ tenths }) => tenths <= Math.max(...worst)).length);
      }),
    );
  });
});
