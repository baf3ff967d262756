import type { KeyRing } from '#libs/platform';

/** The contexts under which fields are encrypted and indexed; a value moved to another column does not decrypt. */
export const PHONE = 'identity.phone';
export const PERSONAL_NUMBER = 'identity.personal_number';
export const ADDRESS = 'identity.address';

/** To be written. */
export const phoneIndex = (keys: KeyRing, phone: string): string => keys.blindIndex(phone, PHONE);
export const personalNumberIndex = (keys: KeyRing, number: string): string => keys.blindIndex(number, PERSONAL_NUMBER);

/** To be looked up: under every key of the ring, the newest first. */
export const phoneIndexes = (keys: KeyRing, phone: string): string[] => keys.blindIndexes(phone, PHONE);
export const personalNumberIndexes = (keys: KeyRing, number: string): string[] =>
  keys.blindIndexes(number, PERSONAL_NUMBER);
