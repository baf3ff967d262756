import { describe, expect, it } from '@jest/globals';
import { messageOf } from './index.js';

describe('how long somebody is asked to wait', () => {
  it.each([
    [5, '5 giây'],
    [90, '90 giây'],
    [91, '2 phút'],
    [878, '15 phút'],
    [5401, '2 giờ'],
    [86_400, '24 giờ'],
  ])('%d seconds', (retryAfterSeconds, words) =>
    expect(messageOf('throttled', { retryAfterSeconds })).toBe(
      `Bạn thử hơi nhiều lần. Hãy chờ khoảng ${words} rồi thử lại.`,
    ),
  );
});
