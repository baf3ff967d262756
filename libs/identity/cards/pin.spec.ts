import { describe, expect, it } from '@jest/globals';
import { isObvious, newPin } from './pin.policy.js';

describe('a PIN', () => {
  it.each(['000000', '121212', '123456', '987654', '789012'])('is never %s', (pin) => {
    expect(isObvious(pin)).toBe(true);
  });

  it('has six digits that are none of those', () => {
    for (let time = 0; time < 1000; time += 1) {
      const pin = newPin();
      expect(pin).toMatch(/^\d{6}$/);
      expect(isObvious(pin)).toBe(false);
    }
  });
});
