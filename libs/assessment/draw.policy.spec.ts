import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cryptoRandom, sample, shuffle, type Random } from './draw.policy.js';

/** Any sequence of choices a random source could make. */
const anyRandom: fc.Arbitrary<Random> = fc
  .infiniteStream(fc.nat())
  .map((stream) => (below: number) => (stream.next().value as number) % below);

describe('drawing', () => {
  it('shuffles to a permutation and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), anyRandom, (items, random) => {
        const before = [...items];
        const shuffled = shuffle(items, random);
        expect(shuffled.toSorted()).toEqual(items.toSorted());
        expect(items).toEqual(before);
      }),
    );
  });

  it('can reach every permutation', () => {
    const reached = new Set<string>();
    for (let i = 0; i < 3; i += 1)
      for (let j = 0; j < 2; j += 1) {
        const choices = [i, j];
        reached.add(shuffle(['a', 'b', 'c'], (below) => choices.shift()! % below).join(''));
      }
    expect(reached.size).toBe(6);
  });

  it('draws distinct questions from the pool, as many as asked or as there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.nat(30), anyRandom, (pool, count, random) => {
        const drawn = sample(pool, count, random);
        expect(drawn).toHaveLength(Math.min(count, pool.length));
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.every((item) => pool.includes(item))).toBe(true);
      }),
    );
  });

  it('gives every question its turn', () => {
    const seen = new Set<number>();
    for (let turn = 0; turn < 200; turn += 1)
      for (const item of sample([1, 2, 3, 4, 5], 2, cryptoRandom)) seen.add(item);
    expect(seen.size).toBe(5);
  });
});
