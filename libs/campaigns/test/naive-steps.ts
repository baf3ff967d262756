import { NO_STEP, type Step } from '../comparison-steps.js';

/** A person in a line of a unit at (D, K). */
export interface PersonState {
  person: string;
  /** 'all' or a capacity's code. */
  line: string;
  met: boolean;
  /** The same for the same set of units. */
  places: string;
}

/** As comparison.sql tells it, person by person. `survivors`: who merged people are in the second. */
export function stepBetween(before: PersonState[], after: PersonState[], survivors: Map<string, string>): Step {
  const step = { ...NO_STEP };
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
    const places = other && other.places < state.places ? other.places : state.places;
    found.set(person, { ...state, places, met: state.met || (other?.met ?? false) });
  }
  return found;
}
