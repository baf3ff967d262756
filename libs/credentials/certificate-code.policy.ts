import { randomInt } from 'node:crypto';

/** 29 signs without those that are taken for another (0 O, 1 I L, U V). */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTWXYZ';
const BODY = 11;

/** "LC-7K3M-9QXT-2HFA": eleven random signs (over 10^16 codes) and a check sign. */
export function newCertificateCode(random: (below: number) => number = randomInt): string {
  const body = Array.from({ length: BODY }, () => ALPHABET[random(ALPHABET.length)]).join('');
  return formatCode(body + checkSign(body));
}

/**
 * The code as it was issued, from what someone typed: any case, with or without dashes and the "LC". Null when it
 * cannot be a code, because of its length, its signs or its check sign (a single wrong or swapped sign is noticed).
 */
export function readCertificateCode(typed: string): string | null {
  const signs = typed.normalize('NFKC').toUpperCase().replace(/[^A-Z0-9]/g, '').replace(/^LC/, '');
  if (signs.length !== BODY + 1 || [...signs].some((sign) => !ALPHABET.includes(sign))) return null;
  return checkSign(signs.slice(0, BODY)) === signs[BODY] ? formatCode(signs) : null;
}

/** Weighted sum modulo the alphabet's size (29, a prime): every single change and every swap of neighbours changes it. */
function checkSign(body: string): string {
  const sum = [...body].reduce((total, sign, i) => total + ALPHABET.indexOf(sign) * (i + 2), 0);
  return ALPHABET[sum % ALPHABET.length];
}

function formatCode(signs: string): string {
  return `LC-${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`;
}
