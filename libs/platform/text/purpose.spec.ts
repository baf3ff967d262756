import { describe, expect, it } from '@jest/globals';
import { PURPOSE, purposeProblem } from './purpose.js';

describe('a purpose', () => {
  it('is a few words, counted without what cannot be seen', () => {
    expect(purposeProblem('đối chiếu')).toBeNull();
    expect(purposeProblem(' a\u200b\u200b\u200b b   ')).toBe('purpose.required');
    expect(purposeProblem('gọi\u0000')).toBe('purpose.required');
    expect(purposeProblem('x'.repeat(PURPOSE.max))).toBeNull();
    expect(purposeProblem('x'.repeat(PURPOSE.max + 1))).toBe('purpose.too-long');
  });
});
