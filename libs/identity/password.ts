import { hash, verify } from '@node-rs/argon2';

/** argon2id as OWASP advises: 19 MiB, two passes. Runs off the main thread. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What people choose first, and what others try first. */
const COMMON = new Set(['12345678', '123456789', '1234567890', '88888888', '66666666', '11111111', '00000000', '87654321', 'password', 'matkhau1', 'matkhau123', 'qwertyui', 'iloveyou', 'vietnam1', 'abcd1234', 'abc12345']);

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), OPTIONS);

export const verifyPassword = (stored: string, password: string): Promise<boolean> => verify(stored, password.normalize('NFC'));

/** A code of the message catalogue, or null when the password will do. */
export function passwordProblem(password: string, phone: string): string | null {
  if (password.length < 8) return 'password.too-short';
  if (password.length > 200) return 'password.too-long';
  if (COMMON.has(password.toLowerCase())) return 'password.common';
  const local = phone.replace(/^\+84/, '0');
  if (password.includes(local) || password.includes(local.slice(1))) return 'password.is-phone';
  return null;
}

let decoy: Promise<string> | undefined;

/** Costs what a real check costs, so that an unknown phone is answered no sooner. */
export async function verifyDecoy(password: string): Promise<false> {
  decoy ??= hashPassword('decoy of no account');
  await verifyPassword(await decoy, password);
  return false;
}
