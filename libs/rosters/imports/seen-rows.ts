import { sameNameMayBe, type Traits } from './match-person.policy.js';
import type { RowOutcome, RowReason } from './roster-import.entity.js';

export interface TraitsInUnit extends Traits {
  rowNumber: number;
  unitId: string;
}

interface Repetition {
  outcome: Extract<RowOutcome, 'skip' | 'error'>;
  reason: RowReason;
}

/**
 * Rows of one file that speak of somebody an earlier row speaks of. A repetition is skipped; two rows that cannot be told
 * apart, or that give one number to two names, are refused: what is right is for the unit to say.
 */
export class SeenRows {
  private readonly byNumber = new Map<string, TraitsInUnit>();
  private readonly byName = new Map<string, TraitsInUnit[]>();

  /** Null for somebody new to the file, who is remembered. */
  judge(row: TraitsInUnit): Repetition | null {
    const sameNumber = row.numberIndex ? this.byNumber.get(row.numberIndex) : undefined;
    const namesakes = this.byName.get(row.foldedName);
    const twin = sameNumber ?? namesakes?.find((other) => indistinct(other, row));
    if (twin) return judge(twin, row);
    if (row.numberIndex) this.byNumber.set(row.numberIndex, row);
    if (namesakes) namesakes.push(row);
    else this.byName.set(row.foldedName, [row]);
    return null;
  }
}

/** Matching would find one person for both. */
function indistinct(a: TraitsInUnit, b: TraitsInUnit): boolean {
  if (!sameNameMayBe(a, b)) return false;
  if (a.phoneIndex !== null && a.phoneIndex === b.phoneIndex) return true;
  return a.unitId === b.unitId && a.birthYear !== null && a.birthYear === b.birthYear;
}

function judge(earlier: TraitsInUnit, row: TraitsInUnit): Repetition {
  const data = { row: earlier.rowNumber };
  if (earlier.foldedName !== row.foldedName)
    return { outcome: 'error', reason: { code: 'row.number-twice', column: 'personalNumber', data } };
  if (earlier.unitId !== row.unitId)
    return { outcome: 'error', reason: { code: 'row.two-units', column: 'unitCode', data } };
  const repeated =
    (row.numberIndex !== null && row.numberIndex === earlier.numberIndex) ||
    (row.phoneIndex === earlier.phoneIndex && row.birthDate === earlier.birthDate);
  return repeated
    ? { outcome: 'skip', reason: { code: 'row.repeated', data } }
    : { outcome: 'error', reason: { code: 'row.not-distinct', column: 'fullName', data } };
}
