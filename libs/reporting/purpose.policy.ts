import { clean } from '#libs/platform';

export const PURPOSE_LENGTH = 300;

/** Figures and facts leave the system only with a reason that an auditor can read. Answers a code, or null. */
export function purposeProblem(purpose: string): string | null {
  const text = clean(purpose);
  if (text.length < 5) return 'report.purpose-required';
  return text.length > PURPOSE_LENGTH ? 'report.purpose-long' : null;
}
