/** Correct answers needed to pass: the smallest whole number that is at least `passPercent` of `total`. */
export function neededCorrect(total: number, passPercent: number): number {
  return Math.ceil((total * passPercent) / 100);
}

export function passes(correct: number, total: number, passPercent: number): boolean {
  return total > 0 && correct >= neededCorrect(total, passPercent);
}

export interface AttemptLimits {
  maxAttempts: number;
  waitMinutes: number;
}

export interface AttemptHistory {
  /** Submitted attempts of this module version. */
  used: number;
  lastSubmittedAt: Date | null;
  lastPassed: boolean;
}

export interface Permission {
  allowed: boolean;
  /** Attempts left, null when unlimited. */
  left: number | null;
  /** When the next one may begin, if it must wait. */
  waitUntil: Date | null;
}

/** Whether a new attempt may begin. The wait follows an attempt that did not pass. */
export function mayStart(limits: AttemptLimits, history: AttemptHistory, now: Date): Permission {
  const left = limits.maxAttempts === 0 ? null : Math.max(0, limits.maxAttempts - history.used);
  const until =
    history.lastSubmittedAt && !history.lastPassed && limits.waitMinutes > 0
      ? new Date(history.lastSubmittedAt.getTime() + limits.waitMinutes * 60_000)
      : null;
  const waitUntil = until && until > now ? until : null;
  return { allowed: left !== 0 && waitUntil === null, left, waitUntil };
}

/**
 * How long an unfinished attempt holds on to the version it was drawn from after a newer one was published.
 * Within it the learner finishes what they began; after it, they begin again with the new questions.
 */
export const OPEN_ATTEMPT_HOLDS_MS = 24 * 3600_000;

export function isOutdated(attempt: { moduleVersionId: string; startedAt: Date }, currentVersionId: string, now: Date) {
  return (
    attempt.moduleVersionId !== currentVersionId && now.getTime() - attempt.startedAt.getTime() > OPEN_ATTEMPT_HOLDS_MS
  );
}
