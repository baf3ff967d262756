import { randomInt } from 'node:crypto';

const RUN = '01234567890123456789';
const BACKWARDS = '98765432109876543210';

/** Six digits that are not the first that anyone tries. */
export function newPin(): string {
  for (;;) {
    const pin = String(randomInt(1_000_000)).padStart(6, '0');
    if (!isObvious(pin)) return pin;
  }
}

/** One digit or one pair over and over, or digits in a row. */
export const isObvious = (pin: string): boolean =>
  /^(\d)\1+$/.test(pin) || /^(\d\d)\1+$/.test(pin) || RUN.includes(pin) || BACKWARDS.includes(pin);
