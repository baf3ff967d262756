/** What identifies a person, as far as matching compares it. Indexes are blind. */
export interface Traits {
  foldedName: string;
  birthYear: number | null;
  birthDate: string | null;
  phoneIndex: string | null;
  numberIndex: string | null;
}

export interface KnownTraits extends Traits {
  /** By a code sent to it. */
  phoneVerified: boolean;
  hasAccount: boolean;
}

export interface Candidate {
  personId: string;
  /** Of the person and of everybody merged into them. */
  traits: KnownTraits[];
  /** Units they have a place in, in whatever capacity. */
  unitIds: string[];
}

export type Match<C> = { person: C } | { code: string } | null;

/**
 * The person a row speaks of. The personal number decides; else a verified phone together with the name (families share
 * phones); else name and birth date, or birth year where a date is missing, in the same unit. A phone that only a list
 * tells proves little: it counts for people of the same unit without an account, never to join an account. Null: nobody
 * we know.
 * `row.ambiguous` when several fit, `row.number-of-another` when the number belongs to somebody of quite another name.
 */
export function matchPerson<C extends Candidate>(row: Traits, unitId: string, candidates: C[]): Match<C> {
  const holder =
    row.numberIndex && candidates.find(({ traits }) => traits.some((t) => t.numberIndex === row.numberIndex));
  if (holder)
    return holder.traits.some((t) => namesShareAWord(t.foldedName, row.foldedName))
      ? { person: holder }
      : { code: 'row.number-of-another' };
  const byPhone = candidates.filter(({ traits, unitIds }) =>
    traits.some((t) => phoneSpeaks(t, row, unitIds.includes(unitId)) && sameNameMayBe(t, row)),
  );
  if (byPhone.length > 0) return onlyOne(byPhone);
  const byPlace = candidates.filter(
    ({ traits, unitIds }) =>
      unitIds.includes(unitId) &&
      traits.some((t) => sameNameMayBe(t, row) && row.birthYear !== null && t.birthYear === row.birthYear),
  );
  return byPlace.length > 0 ? onlyOne(byPlace) : null;
}

const phoneSpeaks = (known: KnownTraits, row: Traits, sameUnit: boolean): boolean =>
  row.phoneIndex !== null &&
  known.phoneIndex === row.phoneIndex &&
  (known.phoneVerified || (sameUnit && !known.hasAccount));

/** Not the same by the rules above, but nobody could be sure that they are two. */
export const isDoubtful = (row: Traits, other: Traits): boolean =>
  row.birthYear !== null && other.birthYear === row.birthYear && sameNameMayBe(other, row);

/** Same folded name and nothing that rules it out. */
export const sameNameMayBe = (a: Traits, b: Traits): boolean =>
  a.foldedName === b.foldedName &&
  agree(a.numberIndex, b.numberIndex) &&
  agree(a.birthYear, b.birthYear) &&
  agree(a.birthDate, b.birthDate);

const agree = <T>(a: T | null, b: T | null): boolean => a === null || b === null || a === b;

const onlyOne = <C>(found: C[]): Match<C> => (found.length === 1 ? { person: found[0] } : { code: 'row.ambiguous' });

/** Middle words that say nothing about who somebody is. */
const COMMON = new Set(['thi', 'van', 'a']);

function namesShareAWord(a: string, b: string): boolean {
  const words = new Set(a.split(' ').filter((word) => !COMMON.has(word)));
  return a === b || b.split(' ').some((word) => words.has(word));
}
