import { describe, expect, it } from '@jest/globals';
import { HashQueue } from './hash-queue.js';

describe('the queue of hashes', () => {
  /** Work that ends when it is told to. */
  function jobs(queue: HashQueue, count: number) {
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const all = Array.from({ length: count }, (_, i) =>
      queue.run(() => {
        begun.push(i);
        return new Promise<number>((done) => (ends[i] = () => done(i)));
      }),
    );
    return { all, begun, end: (i: number) => ends[i]!() };
  }

  it('runs no more than allowed at once, in the order they came', async () => {
    const { all, begun, end } = jobs(new HashQueue(2), 5);
    expect(begun).toEqual([0, 1]);
    end(1);
    expect(await all[1]).toBe(1);
    expect(begun).toEqual([0, 1, 2]);
    end(0);
    end(2);
    await Promise.all([all[0], all[2]]);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    end(3);
    end(4);
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives the place back when the work fails', async () => {
    const queue = new HashQueue(1);
    await expect(queue.run(() => Promise.reject(new Error('ill')))).rejects.toThrow('ill');
    expect(await queue.run(() => Promise.resolve('well'))).toBe('well');
  });

  it('turns away who would wait too long', async () => {
    const { all, end } = jobs(new HashQueue(1, 2), 4);
    await expect(all[3]).rejects.toMatchObject({ kind: 'throttled', data: { retryAfterSeconds: 5 } });
    for (const i of [0, 1, 2]) {
      end(i);
      expect(await all[i]).toBe(i);
    }
  });
});
