import { readName } from '../person-fields.policy.js';
import { normalisePhone } from '../phone.js';
import type { Guardian } from './rights-case.entity.js';

/** What the desk typed; empty stands for "stays as it is". */
export interface GuardianCorrection {
  guardianName?: string;
  guardianRelation?: string;
  guardianPhone?: string;
}

export type GuardianChange = Partial<{ name: string; relation: Guardian['relation']; phone: string }>;

export const namesGuardian = (typed: GuardianCorrection): boolean =>
  [typed.guardianName, typed.guardianRelation, typed.guardianPhone].some((text) => text?.trim());

/** What changes, and the codes beside the fields that will not do. */
export function readGuardianCorrection(
  typed: GuardianCorrection,
  phoneOfLearner: string | null,
): { change: GuardianChange; fields: Record<string, string> } {
  const [change, fields]: [GuardianChange, Record<string, string>] = [{}, {}];
  const [name, relation, phone] = [typed.guardianName, typed.guardianRelation, typed.guardianPhone].map((text) =>
    (text ?? '').trim(),
  );
  if (name) {
    const read = readName(name);
    if ('value' in read) change.name = read.value;
    else fields.guardianName = read.code;
  }
  if (relation === 'parent' || relation === 'guardian') change.relation = relation;
  else if (relation) fields.guardianRelation = 'guardian.relation-required';
  if (phone) {
    const number = normalisePhone(phone);
    if (!number) fields.guardianPhone = 'guardian.phone-invalid';
    else if (number === phoneOfLearner) fields.guardianPhone = 'guardian.phone-of-learner';
    else change.phone = number;
  }
  return { change, fields };
}
