import { clean } from '#libs/platform';
import { normalisePhone } from '../phone.js';
import type { ProviderConfig } from './provider.config.js';

/** What the provider vouches for; what it only repeats from the person is left out. */
export interface ProviderClaims {
  issuer: string;
  subject: string;
  name: string | null;
  birthYear: number | null;
  /** Twelve digits. */
  personalNumber: string | null;
  /** E.164. */
  phone: string | null;
}

type Raw = Record<string, unknown>;

/** Reads the claims of a token. A phone counts only with `phone_number_verified`, a personal number only by configuration. */
export function readClaims(raw: Raw, config: ProviderConfig): ProviderClaims {
  const number = text(raw[config.oidcClaimPersonalNumber])?.replace(/\s/g, '') ?? '';
  const phone = raw.phone_number_verified === true ? text(raw.phone_number) : null;
  return {
    issuer: String(raw.iss),
    subject: String(raw.sub),
    name: text(raw.name),
    birthYear: Number(/^(\d{4})(-|$)/.exec(text(raw.birthdate) ?? '')?.[1]) || null,
    personalNumber: config.oidcTrustPersonalNumber === 'yes' && /^\d{12}$/.test(number) ? number : null,
    phone: phone ? normalisePhone(phone) : null,
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' && clean(value) ? clean(value) : null);
