/** A person in a line of a unit at (D, K). */
export interface PersonState {
  person: string;
  /** 'all' or a capacity's code. */
  line: string;
  met: boolean;
  /** The same for the same set of units. */
  places: string;
}

/** How one set of people became another. Each number counts distinct people. */
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

export const totals = (states: PersonState[]): Totals => ({
  onRoster: states.length,
  completed: states.filter(({ met }) => met).length,
});

/**
 * From one line's people to the same line's people later. `survivors`: who merged people are in the second. So that
 * onRoster + joined - left - merged is the second's roster, and completed + newlyCompleted - noLongerCompleted +
 * joinedCompleted - leftCompleted - mergedCompleted its completed.
 */
export function stepBetween(before: PersonState[], after: PersonState[], survivors: Map<string, string>): Step {
  const step: Step = {
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
  const first = onePerPerson(before, survivors, step);
  const second = new Map(after.map((state) => [state.person, state]));
  for (const [person, state] of second) {
    const was = first.get(person);
    if (!was) {
      step.joined += 1;
      if (state.met) step.joinedCompleted += 1;
      continue;
    }
    if (was.places !== state.places) step.moved += 1;
    if (!was.met && state.met) step.newlyCompleted += 1;
    if (was.met && !state.met) step.noLongerCompleted += 1;
  }
  for (const [person, was] of first) {
    if (second.has(person)) continue;
    step.left += 1;
    if (was.met) step.leftCompleted += 1;
  }
  return step;
}

function onePerPerson(states: PersonState[], survivors: Map<string, string>, step: Step): Map<string, PersonState> {
  const found = new Map<string, PersonState>();
  for (const state of states) {
    const person = survivors.get(state.person) ?? state.person;
    const other = found.get(person);
    if (other) {
      step.merged += 1;
      if (other.met && state.met) step.mergedCompleted += 1;
    }
    found.set(person, other ? { ...other, met: other.met || state.met } : state);
  }
  return found;
}
