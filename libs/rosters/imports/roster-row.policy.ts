import {
  birthYearOfNumber,
  normalisePhone,
  readBirth,
  readName,
  readPersonalNumber,
  type FieldRead,
} from '#libs/identity';
import { clean, fold } from '#libs/platform';
import { plainCells, saysNothing } from './cell-habits.policy.js';
import type { RosterColumn } from './roster-columns.js';
import type { Cells } from './roster-file.parser.js';
import { readHead } from './roster-fields.policy.js';
import type { RowReason } from './roster-import.entity.js';
import { isBelowThePeople } from './rows-aside.policy.js';

/** A row that was understood. What the file does not say is null (and leaves what is known as it is). */
export interface RosterPerson {
  fullName: string;
  birthYear: number | null;
  birthDate: string | null;
  /** E.164. */
  phone: string | null;
  personalNumber: string | null;
  unitCode: string | null;
  unitName: string | null;
  position: string | null;
  isHead: boolean | null;
}

/** A blank row, a sum, or who signs: no mistake that somebody would have to mend. */
export function isNobody(cells: Cells): boolean {
  const { fullName, middleName, givenName, ...rest } = cells;
  const name = [fullName, middleName, givenName].filter(Boolean).join(' ');
  // The day and the office of who signs stand under whatever column is there.
  if (fold(name) === '') return Object.values(rest).every((cell) => /\p{L}/u.test(cell) || saysNothing(cell));
  return Object.keys(rest).length === 0 && isBelowThePeople(name);
}

const NAMES = new Set(['fullName', 'middleName', 'givenName']);

/** Judges one row by itself. All that is wrong is said at once, each reason with its column. */
export function readRow(typed: Cells, today: string): { person: RosterPerson; reasons: RowReason[] } {
  const { told: cells, failed } = plainCells(typed);
  const reasons = failed.map(({ code, column }) => ({ code, column: NAMES.has(column!) ? 'fullName' : column }));
  const take = <T>(column: RosterColumn, read: (text: string) => FieldRead<T>): T | null => {
    const text = cells[column];
    if (text === undefined) return null;
    const result = read(text);
    if ('value' in result) return result.value;
    reasons.push({ code: result.code, column });
    return null;
  };
  const name = readName(cells.fullName ?? [cells.middleName, cells.givenName].filter(Boolean).join(' '));
  if ('code' in name && !reasons.some(({ column }) => column === 'fullName'))
    reasons.push({ code: name.code, column: 'fullName' });
  const birth = take('birth', (text) => readBirth(text, today));
  const personalNumber = take('personalNumber', readPersonalNumber);
  const person: RosterPerson = {
    fullName: 'value' in name ? name.value : '',
    birthYear: birth?.birthYear ?? (personalNumber ? birthYearOfNumber(personalNumber) : null),
    birthDate: birth?.birthDate ?? null,
    phone: take('phone', readPhone),
    personalNumber,
    unitCode: cells.unitCode ? clean(cells.unitCode).replace(/^'/, '') : null,
    unitName: cells.unitName ?? null,
    position: take('position', readPosition),
    isHead: take('isHead', readHead),
  };
  if (birth && personalNumber && birth.birthYear !== birthYearOfNumber(personalNumber))
    reasons.push({ code: 'row.number-not-of-birth-year', column: 'personalNumber' });
  if (reasons.length === 0 && person.birthYear === null && !person.phone)
    reasons.push({ code: 'row.not-recognisable', column: 'birth' });
  return { person, reasons };
}

const readPosition = (text: string): FieldRead<string> =>
  text.length > 200 ? { code: 'row.position-too-long' } : { value: text };

function readPhone(text: string): FieldRead<string> {
  if (/^\d[,.]?\d*E\+?\d+$/i.test(text.replace(/\s/g, ''))) return { code: 'row.number-scientific' };
  const plain = text.replace(/^'/, '');
  const phone = normalisePhone(plain);
  if (phone) return { value: phone };
  const several = plain.split(/[;,/\n]|\s[-–]\s|\s{2,}/).filter((part) => normalisePhone(part));
  return { code: several.length > 1 ? 'row.phone-several' : 'row.phone-invalid' };
}
