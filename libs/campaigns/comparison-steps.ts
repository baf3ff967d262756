/**
 * How one line's people became the same line's people later. Each number counts distinct people, so that
 * onRoster + joined - left - merged is the second's roster, and completed + newlyCompleted - noLongerCompleted +
 * joinedCompleted - leftCompleted - mergedCompleted its completed.
 */
export interface Step {
  joined: number;
  left: number;
  /** In both, at other places inside the unit. */
  moved: number;
  /** Records found to be of a person who is counted already. */
  merged: number;
  /** In both, completed only in the second. */
  newlyCompleted: number;
  /** In both, completed only in the first: a new requirement, a voided completion, a further capacity. */
  noLongerCompleted: number;
  /** Of those who joined: completed in the second. */
  joinedCompleted: number;
  /** Of those who left: completed in the first. */
  leftCompleted: number;
  /** Of those merged: counted as completed a second time in the first. */
  mergedCompleted: number;
}

export interface Totals {
  onRoster: number;
  completed: number;
}

export const NO_TOTALS: Totals = { onRoster: 0, completed: 0 };

export const NO_STEP: Step = {
  joined: 0,
  left: 0,
  moved: 0,
  merged: 0,
  newlyCompleted: 0,
  noLongerCompleted: 0,
  joinedCompleted: 0,
  leftCompleted: 0,
  mergedCompleted: 0,
};
