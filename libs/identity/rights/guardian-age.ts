/**
 * A guardian must consent for those under sixteen (Luật 91/2025/QH15). Where years are compared, somebody is surely
 * sixteen only in the year of their seventeenth birthday: in doubt, a child is a child.
 */
export const GUARDIAN_AGE = 17;

/** From seven on the child consents too; in doubt, they are asked. */
const OWN_CONSENT_AGE = 7;

/** Whose yes a birth year asks for: the guardian's, the person's own, or both. */
export function consentsAsked(birthYear: number, today: string): { guardian: boolean; own: boolean } {
  const years = Number(today.slice(0, 4)) - birthYear;
  return { guardian: years >= 0 && years < GUARDIAN_AGE, own: !(years >= 0 && years < OWN_CONSENT_AGE) };
}
