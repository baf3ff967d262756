import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { percentTenths, rate, type StoredTarget } from './rate.policy.js';

const target = (over: Partial<StoredTarget>): StoredTarget => ({
  denominator: 'roster',
  declaredNumber: null,
  goalPercent: 80,
  dueOn: '2026-12-31',
  definition: '',
  sourceDocument: '',
  sourceDate: null,
  ...over,
});
const declared = (declaredNumber: number) => target({ denominator: 'declared', declaredNumber });

describe('percentTenths', () => {
  it('says 100,0 and 0,0 only when exact', () => {
    expect(percentTenths(9996, 10000)).toBe(999);
    expect(percentTenths(9999, 10000)).toBe(999);
    expect(percentTenths(10000, 10000)).toBe(1000);
    expect(percentTenths(1, 10000)).toBe(1);
    expect(percentTenths(0, 10000)).toBe(0);
    expect(percentTenths(39, 40)).toBe(975);
  });

  it('is never made without a denominator', () => {
    expect(percentTenths(0, 0)).toBeNull();
    expect(percentTenths(3, 0)).toBeNull();
  });

  it('stays within half a tenth of the exact value, but for the two ends it must not reach', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const done = Math.floor(all * share);
        const tenths = percentTenths(done, all)!;
        const exact = (done * 1000) / all;
        expect(tenths === 1000).toBe(done === all);
        expect(tenths === 0).toBe(done === 0);
        if (tenths !== 999 && tenths !== 1) expect(Math.abs(tenths - exact)).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });
});

describe('rate', () => {
  it('has no rate without a target, and none from an empty roster', () => {
    expect(rate({ onRoster: 10, completed: 5 }, null).rate).toEqual({ state: 'no-target' });
    expect(rate({ onRoster: 0, completed: 0 }, target({})).rate).toEqual({ state: 'no-target' });
    expect(rate({ onRoster: 0, completed: 0 }, declared(0)).rate).toEqual({ state: 'no-target' });
  });

  it('divides by the roster', () => {
    expect(rate({ onRoster: 40, completed: 39 }, target({}))).toMatchObject({
      target: { denominator: 'roster', number: 40 },
      rate: { state: 'rate', tenths: 975 },
      rosterRateTenths: null,
      missingFromRoster: null,
    });
  });

  it('divides by the declared number and says who is missing from the roster', () => {
    expect(rate({ onRoster: 40, completed: 20 }, declared(50))).toMatchObject({
      target: { number: 50 },
      rate: { state: 'rate', tenths: 400 },
      rosterRateTenths: null,
      missingFromRoster: 10,
    });
  });

  it('shows both rates when fewer were declared than are on the roster', () => {
    expect(rate({ onRoster: 40, completed: 20 }, declared(30))).toMatchObject({
      rate: { state: 'rate', tenths: 667 },
      rosterRateTenths: 500,
      missingFromRoster: null,
    });
  });

  it('gives no rate at all when fewer were declared than have completed', () => {
    expect(rate({ onRoster: 40, completed: 31 }, declared(30))).toMatchObject({
      rate: { state: 'faulty' },
      rosterRateTenths: null,
      missingFromRoster: null,
    });
    expect(rate({ onRoster: 1, completed: 1 }, declared(0)).rate).toEqual({ state: 'faulty' });
  });
});
