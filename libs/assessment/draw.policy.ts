import { randomInt } from 'node:crypto';

/** A whole number from 0 up to, not including, `below`. */
export type Random = (below: number) => number;

/** Unpredictable: nobody can work out the next learner's questions from their own. */
export const cryptoRandom: Random = (below) => randomInt(below);

/** A permutation, every one equally likely (Fisher–Yates). */
export function shuffle<T>(items: readonly T[], random: Random = cryptoRandom): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}

/** `count` different items in random order; all of them when there are fewer. */
export function sample<T>(pool: readonly T[], count: number, random: Random = cryptoRandom): T[] {
  return shuffle(pool, random).slice(0, Math.max(0, count));
}
