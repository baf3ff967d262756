import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestContext, type TestContext } from '#libs/testing';
import { countStatements } from './database/query-counter.js';
import { Throttle } from './throttle.service.js';

const minute = (key: string, max: number) => ({ key, max, windowSeconds: 60 });

describe('counters of attempts', () => {
  let context: TestContext;
  let throttle: Throttle;
  beforeAll(async () => {
    context = await createTestContext({});
    throttle = context.get(Throttle);
  });
  afterAll(() => context.close());

  const hits = async (key: string) =>
    (await context.db.query('SELECT hits FROM throttle WHERE key = $1', [key]))[0]?.hits ?? 0;

  it('take one statement, however many there are', async () => {
    const { statements } = await countStatements(() =>
      throttle.hitAndSee([minute('one:a', 5), minute('one:b', 5), minute('one:c', 5)], minute('one:d', 0)),
    );
    expect(statements).toHaveLength(1);
    expect(await Promise.all(['one:a', 'one:b', 'one:c', 'one:d'].map(hits))).toEqual([1, 1, 1, 0]);
  });

  it('count no further than the first that is exceeded', async () => {
    const both = () => throttle.hit(minute('account', 2), minute('village', 100));
    await both();
    await both();
    for (let i = 0; i < 3; i += 1)
      await expect(both()).rejects.toMatchObject({
        kind: 'throttled',
        data: { retryAfterSeconds: expect.any(Number) },
      });
    expect([await hits('account'), await hits('village')]).toEqual([5, 2]);
  });

  it('tell how high another stands, as long as its window lasts', async () => {
    const see = () => throttle.hitAndSee([minute('who', 100)], minute('failures', 0));
    expect(await see()).toBe(0);
    await throttle.hit(minute('failures', 100));
    await throttle.hit(minute('failures', 100));
    expect(await see()).toBe(2);
    await context.db.query(`UPDATE throttle SET window_start = now() - interval '61 seconds' WHERE key = 'failures'`);
    expect(await see()).toBe(0);
    await throttle.hit(minute('failures', 100));
    expect(await see()).toBe(1);
  });

  it('lose no hit when many come at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => throttle.hit(minute('crowd', 100), minute('square', 100))));
    expect([await hits('crowd'), await hits('square')]).toEqual([20, 20]);
  });
});
