import type { NewPerson, PersonView } from '../people.service.js';
import { birthYearOfNumber, readBirth, readName, readPersonalNumber, type FieldRead } from '../person-fields.policy.js';
import { normalisePhone } from '../phone.js';

/** What the desk typed; empty stands for "stays as it is". */
export interface Correction {
  fullName?: string;
  /** A day or only a year. */
  birth?: string;
  phone?: string;
  personalNumber?: string;
}

type Change = Partial<Pick<NewPerson, 'fullName' | 'birthYear' | 'birthDate' | 'phone' | 'personalNumber'>>;

/** What changes, and the codes beside the fields that will not do. */
export function readCorrection(
  typed: Correction,
  known: PersonView,
  today: string,
): { change: Change; fields: Record<string, string> } {
  const fields: Record<string, string> = {};
  const take = <T>(field: keyof Correction, read: (text: string) => FieldRead<T>): T | undefined => {
    const text = typed[field]?.trim();
    if (!text) return undefined;
    const result = read(text);
    if ('value' in result) return result.value;
    fields[field] = result.code;
  };
  const change: Change = {
    fullName: take('fullName', readName),
    ...take('birth', (text) => readBirth(text, today)),
    phone: take('phone', readPhone),
    personalNumber: take('personalNumber', readPersonalNumber),
  };
  const birthYear = change.birthYear ?? known.birthYear;
  if (change.personalNumber && birthYear && birthYearOfNumber(change.personalNumber) !== birthYear)
    fields.personalNumber = 'row.number-not-of-birth-year';
  return { change: Object.fromEntries(Object.entries(change).filter(([, value]) => value != null)), fields };
}

function readPhone(text: string): FieldRead<string> {
  const phone = normalisePhone(text);
  return phone ? { value: phone } : { code: 'phone.invalid' };
}
