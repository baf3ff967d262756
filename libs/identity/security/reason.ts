import { clean, invalid } from '#libs/platform';

const MIN_LENGTH = 10;
const MAX_LENGTH = 500;

/** Why an administrator acts on someone else's account: a sentence, not a dash. */
export function readReason(text: string): string {
  const reason = clean(text);
  if (reason.length < MIN_LENGTH) throw invalid('reason.required', { reason: 'reason.required' });
  if (reason.length > MAX_LENGTH) throw invalid('reason.too-long', { reason: 'reason.too-long' });
  return reason;
}
