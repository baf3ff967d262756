import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, KeyRing, PersonalData, invalid, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import { personalNumberIndexes } from '../identity-fields.js';
import { People } from '../people.service.js';
import { CorrectGuardian } from './correct-guardian.service.js';
import { readCorrection, type Correction } from './correction.policy.js';
import { namesGuardian, type GuardianCorrection } from './guardian-correction.policy.js';

/** Carries out a correction, that of the guardian on record included: what was left empty stays. */
@Injectable()
export class CorrectPerson {
  constructor(
    private readonly people: People,
    private readonly guardians: CorrectGuardian,
    private readonly data: PersonalData,
    private readonly keys: KeyRing,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Refuses `form.invalid` with what is wrong beside each field. */
  async run(tx: Tx, actor: Actor, personId: string, typed: Correction & GuardianCorrection): Promise<void> {
    const { change, fields } = readCorrection(typed, await this.people.find(personId, tx), this.clock.today());
    if (change.personalNumber && (await this.isOfAnother(tx, personId, change.personalNumber)))
      fields.personalNumber = 'row.number-of-another';
    const guardian = namesGuardian(typed) ? await this.guardians.read(tx, personId, typed) : null;
    Object.assign(fields, guardian?.fields);
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    if (guardian) await this.guardians.write(tx, actor, personId, guardian.change);
    if (Object.keys(change).length === 0) return;
    await this.people.update(tx, personId, change);
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: 'person.correct',
      subjectType: 'person',
      subjectId: personId,
      details: { fields: Object.keys(change) },
      origin: actor.origin,
    });
  }

  private async isOfAnother(tx: Tx, personId: string, personalNumber: string): Promise<boolean> {
    const rows = await tx.query(
      'SELECT 1 FROM identity WHERE personal_number_index = ANY($1) AND person_id <> ALL($2::uuid[]) LIMIT 1',
      [personalNumberIndexes(this.keys, personalNumber), await this.data.idsOf(tx, personId)],
    );
    return rows.length > 0;
  }
}
