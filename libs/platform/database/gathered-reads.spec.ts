import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { GatheredReads } from './gathered-reads.js';

/** Reads that end when told to. */
function gatheredReads() {
  const begun: { asked: number[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const reads = new GatheredReads<number, string>(
    (asked) =>
      new Promise((resolve, reject) =>
        begun.push({ asked, answer: () => resolve(asked.map((number) => `answer ${number}`)), fail: reject }),
      ),
  );
  return { begun, reads, askedOf: () => begun.map(({ asked }) => asked) };
}

describe('GatheredReads', () => {
  it('reads in the same turn what comes alone', async () => {
    const { begun, reads, askedOf } = gatheredReads();
    const one = reads.one(1);
    await turn();
    expect(askedOf()).toEqual([[1]]);
    begun[0]!.answer();
    expect(await one).toBe('answer 1');
  });

  it('sends together what came in one turn and while two reads were under way, and gives everybody their own answer', async () => {
    const { begun, reads, askedOf } = gatheredReads();
    const all = [1, 2].map((number) => reads.one(number));
    await turn();
    all.push(reads.one(3));
    await turn();
    all.push(reads.one(4));
    await turn();
    all.push(reads.one(5));
    await turn();
    expect(askedOf()).toEqual([[1, 2], [3]]);
    begun[1]!.answer();
    expect(await all[2]).toBe('answer 3');
    await turn();
    expect(askedOf()).toEqual([[1, 2], [3], [4, 5]]);
    begun[2]!.answer();
    begun[0]!.answer();
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5].map((number) => `answer ${number}`));
  });

  it('tells those who shared a failed read, and nobody else', async () => {
    const { begun, reads } = gatheredReads();
    const failing = Promise.allSettled([1, 2].map((number) => reads.one(number)));
    await turn();
    const sound = reads.one(3);
    await turn();
    begun[0]!.fail(new Error('away'));
    begun[1]!.answer();
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await sound).toBe('answer 3');
    const later = reads.one(4);
    await turn();
    begun[2]!.answer();
    expect(await later).toBe('answer 4');
  });

  it('never asks for more than a hundred at once', async () => {
    const { begun, reads } = gatheredReads();
    const all = Array.from({ length: 250 }, (_, number) => reads.one(number));
    for (let index = 0; index < 3; index += 1) {
      await turn();
      expect(begun[index]!.asked).toHaveLength(index < 2 ? 100 : 50);
      begun[index]!.answer();
    }
    expect(await Promise.all(all)).toEqual(all.map((_, number) => `answer ${number}`));
  });
});
