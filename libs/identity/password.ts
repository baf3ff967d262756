import { fold } from '#libs/platform';
import { isCommonPassword } from './security/common-passwords.js';
import { hashWorkers } from './security/hashing/hash-workers.js';

/**
 * argon2id (the library's default), 32 MiB and three passes: two and a half times OWASP's least, for a breach would hit
 * half a million people whose passwords are not strong. Runs off the main thread, in a queue.
 */
const OPTIONS = { memoryCost: 32_768, timeCost: 3, parallelism: 1 };
const MAX_LENGTH = 200;

export interface PasswordContext {
  /** From the security settings: shorter with a second factor. */
  minLength: number;
  /** In E.164, when it is known. */
  phone?: string | null;
  fullName?: string | null;
}

export const hashPassword = (password: string): Promise<string> =>
  hashWorkers.run({ stored: null, password: password.normalize('NFC'), options: OPTIONS });

export const verifyPassword = (stored: string, password: string): Promise<boolean> =>
  password.length > MAX_LENGTH ? verifyDecoy('') : hashWorkers.run({ stored, password: password.normalize('NFC') });

/** A code of the message catalogue, or null when the password will do. */
export function passwordProblem(password: string, { minLength, phone, fullName }: PasswordContext): string | null {
  const length = [...password.normalize('NFC')].length;
  if (length < minLength) return 'password.too-short';
  if (length > MAX_LENGTH) return 'password.too-long';
  if (isCommonPassword(password)) return 'password.common';
  const subscriber = phone?.replace(/^\+84/, '').replace(/^\+/, '');
  if (subscriber && password.replace(/\D/g, '').includes(subscriber)) return 'password.is-phone';
  if (fullName && isName(password, fullName)) return 'password.is-name';
  return null;
}

/** The own name, once or more, with nothing but digits and signs around it. */
function isName(password: string, fullName: string): boolean {
  const letters = (text: string) => fold(text).replace(/[^a-z]/g, '');
  const name = letters(fullName);
  return name.length >= 4 && letters(password).replaceAll(name, '') === '' && letters(password) !== '';
}

let decoy: Promise<string> | undefined;

/** Costs what a real check costs, so that an unknown phone is answered no sooner. */
export async function verifyDecoy(password: string): Promise<false> {
  decoy ??= hashPassword('decoy of no account');
  const stored = await decoy;
  await hashWorkers.run({ stored, password: password.slice(0, MAX_LENGTH).normalize('NFC') });
  return false;
}
