import { isIP } from 'node:net';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Values that stand in examples and must never reach production. */
const PLACEHOLDERS = /^(change-?me|secret|password|example|placeholder|xxx+)/i;
const SHORTEST = 32;
/** A random text of that length has more; `aaaa…` and `12341234…` have fewer. */
const FEWEST_CHARACTERS = 10;

/** One or more secrets by comma, each long and not a placeholder. */
export const AreSecrets = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'areSecrets',
      validator: { validate: (value) => typeof value === 'string' && listOf(value).every(isSecret) },
    },
    options,
  );

/** What proxy-addr takes: addresses, networks, or its names for private ranges. */
export const AreAddresses = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'areAddresses',
      validator: { validate: (value) => typeof value === 'string' && listOf(value).every(isAddress) },
    },
    options,
  );

export const listOf = (text: string): string[] => text.split(',').map((item) => item.trim());

export function isSecret(value: string): boolean {
  return value.length >= SHORTEST && new Set(value).size >= FEWEST_CHARACTERS && !PLACEHOLDERS.test(value);
}

function isAddress(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address, bits, more] = text.split('/');
  const version = isIP(address ?? '');
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
