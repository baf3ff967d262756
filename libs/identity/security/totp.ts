import { Secret, TOTP } from 'otpauth';

const PERIOD = 30;
const ISSUER = 'Hoc Vu So';

/** What authenticator applications understand without questions: SHA-1, six digits, thirty seconds (RFC 6238). */
const totp = (secret: string, label = 'tai-khoan') =>
  new TOTP({ issuer: ISSUER, label, algorithm: 'SHA1', digits: 6, period: PERIOD, secret: Secret.fromBase32(secret) });

/** 160 random bits, in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

export const totpUri = (secret: string, label: string): string => totp(secret, label).toString();

/** The 30-second step a code belongs to, the one before and the one after now included; null for a wrong code. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD) + delta;
}

/** The code at a moment: what an application would show. For tests and for the first look at a clock. */
export const totpCode = (secret: string, at: Date): string => totp(secret).generate({ timestamp: at.getTime() });
