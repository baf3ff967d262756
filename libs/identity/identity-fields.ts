import type { KeyRing } from '#libs/platform';

/** The contexts under which fields are encrypted and indexed; a value moved to another column does not decrypt. */
export const PHONE = 'identity.phone';
export const PERSONAL_NUMBER = 'identity.personal_number';
export const ADDRESS = 'identity.address';

export const phoneIndex = (keys: KeyRing, phone: string): string => keys.blindIndex(phone, PHONE);
export const personalNumberIndex = (keys: KeyRing, number: string): string => keys.blindIndex(number, PERSONAL_NUMBER);
