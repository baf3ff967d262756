import { hash, verify } from '@node-rs/argon2';
import { fold } from '#libs/platform';

/** argon2id (the library's default) as OWASP advises: 19 MiB, two passes. Runs off the main thread. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const MIN_LENGTH = 8;
const MAX_LENGTH = 200;

/** What people choose first, and what others try first; compared folded and without spaces. */
const COMMON = new Set(
  `password password1 passw0rd matkhau matkhau1 matkhau12 matkhau123 matkhau2026 qwerty123 qwertyui qwertyuiop asdfghjk
   iloveyou anhyeuem emyeuanh toiyeuem conyeume vietnam1 vietnam123 laichau1 laichau123 laichau2026 hocvuso1 hocvuso123
   abcd1234 abc12345 abc123456 aa123456 a1234567 admin123 123456aa 1q2w3e4r khongbiet`.split(/\s+/),
);

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), OPTIONS);

export const verifyPassword = (stored: string, password: string): Promise<boolean> =>
  password.length > MAX_LENGTH ? verifyDecoy('') : verify(stored, password.normalize('NFC'));

/** A code of the message catalogue, or null when the password will do. `phone` in E.164 when it is known. */
export function passwordProblem(password: string, phone: string | null): string | null {
  const length = [...password.normalize('NFC')].length;
  if (length < MIN_LENGTH) return 'password.too-short';
  if (length > MAX_LENGTH) return 'password.too-long';
  if (COMMON.has(fold(password).replaceAll(' ', '')) || isRun(password)) return 'password.common';
  const subscriber = phone?.replace(/^\+84/, '').replace(/^\+/, '');
  if (subscriber && password.replace(/\D/g, '').includes(subscriber)) return 'password.is-phone';
  return null;
}

/** "11111111", "12345678", "87654321": each character is the one before, plus a fixed step of at most one. */
function isRun(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0)!);
  const steps = new Set(codes.slice(1).map((code, i) => (code - codes[i] + 10) % 10));
  return steps.size === 1 && [0, 1, 9].includes([...steps][0]) && /^(\d+|(.)\2+)$/u.test(password);
}

let decoy: Promise<string> | undefined;

/** Costs what a real check costs, so that an unknown phone is answered no sooner. */
export async function verifyDecoy(password: string): Promise<false> {
  decoy ??= hashPassword('decoy of no account');
  await verify(await decoy, password.slice(0, MAX_LENGTH).normalize('NFC'));
  return false;
}
