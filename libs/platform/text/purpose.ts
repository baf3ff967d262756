import { clean } from './vietnamese.js';

/** In letters. The same wherever somebody says why: what is too short for one door is too short for all. */
export const PURPOSE = { min: 5, max: 300 } as const;

/** Why personal data are looked at or leave, in words that an auditor and the person can read. Answers a code, or null. */
export function purposeProblem(text: string): 'purpose.required' | 'purpose.too-long' | null {
  const { length } = clean(text);
  if (length < PURPOSE.min) return 'purpose.required';
  return length > PURPOSE.max ? 'purpose.too-long' : null;
}
