const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;

/** Twice as long after each failure, and not at the same moment on all phones of a village. */
export const pauseAfter = (failures: number): number =>
  Math.min(FIRST_MS * 2 ** failures, LONGEST_MS) * (0.8 + Math.random() * 0.4);
