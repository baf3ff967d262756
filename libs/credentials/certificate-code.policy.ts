import { randomInt } from 'node:crypto';

/**
 * 31 signs, one for each that people mix up: no O (0), no I and L (1), no U (V), no Z (2). Their number is a prime, which
 * the check sign rests on.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXY';
const LOOKALIKES: Record<string, string> = { O: '0', I: '1', L: '1', U: 'V', Z: '2', Đ: 'D' };
const PREFIX = 'LC';
const BODY = 11;

/**
 * "LC-7K3M-9QXT-2HFA": eleven random signs and a check sign. The page behind a code shows a name to whoever has it, so
 * there are far too many codes (over 10^16) to try them out.
 */
export function newCertificateCode(random: (below: number) => number = randomInt): string {
  const body = Array.from({ length: BODY }, () => ALPHABET[random(ALPHABET.length)]).join('');
  return format(body + checkSign(body));
}

/**
 * The code as it was issued, from what someone typed: any case, with or without dashes and "LC", look-alikes taken for
 * what was meant. Null when it cannot be a code, by its length, its signs or its check sign.
 */
export function readCertificateCode(typed: string): string | null {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9Đ]/g, '');
  // "LC" is taken off by length, since a code may itself begin with C after a 1 typed as L.
  const own = plain.length === PREFIX.length + BODY + 1 ? plain.replace(/^[L1I]C/, '') : plain;
  const signs = [...own].map((sign) => LOOKALIKES[sign] ?? sign);
  if (signs.length !== BODY + 1 || signs.some((sign) => !ALPHABET.includes(sign))) return null;
  return checkSign(signs.slice(0, BODY).join('')) === signs[BODY] ? format(signs.join('')) : null;
}

/** Weighted sum modulo the prime 31: any one wrong sign, and any two neighbours swapped, change it. */
function checkSign(body: string): string {
  const sum = [...body].reduce((total, sign, i) => total + ALPHABET.indexOf(sign) * (i + 2), 0);
  return ALPHABET[sum % ALPHABET.length]!;
}

function format(signs: string): string {
  return `${PREFIX}-${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`;
}
