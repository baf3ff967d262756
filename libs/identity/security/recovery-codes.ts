import { createHash, randomBytes } from 'node:crypto';

export const RECOVERY_CODES = 10;
/** Without the letters and digits that look alike on paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 16;

/** Sixteen characters in groups of four: about 79 random bits, so that a plain digest is enough to keep. */
export function newRecoveryCode(): string {
  let code = '';
  while (code.length < LENGTH)
    for (const byte of randomBytes(LENGTH))
      if (byte < 248 && code.length < LENGTH) code += ALPHABET[byte % ALPHABET.length];
  return code.match(/.{4}/g)!.join('-');
}

/** Of the code as it was typed: capitals, spaces and dashes do not matter. The person is part of the digest. */
export const recoveryCodeHash = (personId: string, typed: string): Buffer =>
  createHash('sha256')
    .update(`recovery:${personId}:${typed.toLowerCase().replace(/[^a-z0-9]/g, '')}`)
    .digest();
