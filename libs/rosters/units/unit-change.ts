import { DomainError, addDays, invalid, isDay } from '#libs/platform';

/** What every change of units says, whatever it changes. */
export interface UnitChange {
  /** Made by the form: sent twice, it is one change. */
  clientKey: string;
  /** The first day on which it holds. */
  on: string;
  reason: string;
  /** Number and date of the decision, as it is cited. */
  document: string;
}

/** Before this day there was no such state. */
const FIRST_DAY = '1945-09-02';
const DAYS_AHEAD = 366;

export function assertChange(change: UnitChange, today: string): void {
  if (!isDay(change.on) || change.on < FIRST_DAY || change.on > addDays(today, DAYS_AHEAD))
    throw invalid('unit.day', { on: 'unit.day' });
  if (!change.reason.trim()) throw invalid('unit.reason-missing', { reason: 'unit.reason-missing' });
}

/** The field of a form that a refusal is about. */
const FIELDS: Record<string, string> = {
  'unit.code-taken': 'code',
  'unit.root-taken': 'on',
  'unit.root-no-province': 'on',
  'unit.parent-not-there': 'parentCode',
  'unit.cycle': 'parentCode',
  'unit.other-tree': 'parentCode',
  'unit.link-not-territory': 'linkCode',
  'unit.place-taken': 'parentCode',
  'unit.has-children': 'on',
  'unit.has-links': 'on',
  'unit.has-members': 'on',
  'unit.ends-first-day': 'on',
  'unit.first-day': 'from',
  'unit.day-past-neighbour': 'from',
};

/** What the trees refuse, with the field beside which a person looks for it. */
export function besideField(error: unknown): unknown {
  if (!(error instanceof DomainError) || Object.keys(error.fields).length > 0) return error;
  const field = FIELDS[error.code];
  return field ? new DomainError(error.kind, error.code, error.data, { [field]: error.code }) : error;
}
