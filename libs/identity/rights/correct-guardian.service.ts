import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, KeyRing, UnitOfWork, clean, conflict, invalid, type Tx } from '#libs/platform';
import { AccessLog } from '../access-log.service.js';
import type { Actor } from '../actor.js';
import { People } from '../people.service.js';
import {
  namesGuardian,
  readGuardianCorrection,
  type GuardianChange,
  type GuardianCorrection,
} from './guardian-correction.policy.js';
import { PeopleInReach } from './people-in-reach.js';
import { ReadGuardian, maskGuardian, type GuardianView } from './read-guardian.service.js';
import { GUARDIAN_NAME, GUARDIAN_PHONE } from './rights-fields.js';

/**
 * A guardian's name, relation or phone that was recorded wrongly. The consent is a fact of its day, proven by what was
 * answered then, and nothing is sent to this phone again: another number neither gives nor takes it.
 */
@Injectable()
export class CorrectGuardian {
  constructor(
    private readonly work: UnitOfWork,
    private readonly guardians: ReadGuardian,
    private readonly people: People,
    private readonly reach: PeopleInReach,
    private readonly accessLog: AccessLog,
    private readonly keys: KeyRing,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** For the page that asks: masked, and the look is logged. Refuses `scope.outside`, `guardian.none`. */
  async open(actor: Actor, personId: string): Promise<{ fullName: string; guardian: GuardianView }> {
    await this.reach.assert(actor, 'roster.import', personId);
    const { fullName } = await this.people.find(personId);
    const guardian = await this.guardians.of(personId);
    if (!guardian) throw conflict('guardian.none');
    await this.work.run((tx) =>
      this.accessLog.record(tx, actor, personId, 'person.view', 'Sửa thông tin người giám hộ'),
    );
    return { fullName, guardian: maskGuardian(guardian) };
  }

  /** At the desk of the learner's unit, for a reason that the learner will be able to read. Refuses with fields. */
  async correct(actor: Actor, personId: string, typed: GuardianCorrection & { reason: string }): Promise<void> {
    const reason = clean(typed.reason);
    await this.work.run(async (tx) => {
      await this.reach.assert(actor, 'roster.import', personId, tx);
      if (actor.personId === personId) throw conflict('case.own');
      const { change, fields } = await this.read(tx, personId, typed);
      if (!namesGuardian(typed)) fields.guardianName = 'guardian.change-required';
      Object.assign(fields, reasonProblem(reason));
      if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
      await this.write(tx, actor, personId, change);
      await this.accessLog.record(tx, actor, personId, 'guardian.correct', reason);
    });
  }

  /** What would change, and the codes beside the fields that will not do. */
  async read(tx: Tx, personId: string, typed: GuardianCorrection) {
    if (!(await this.guardians.of(personId, tx))) throw conflict('guardian.none');
    const { phone } = await this.people.find(personId, tx);
    return readGuardianCorrection(typed, phone);
  }

  /** Joins the transaction of whoever has checked the reach and the fields. */
  async write(tx: Tx, actor: Actor, personId: string, change: GuardianChange): Promise<void> {
    const guardian = await this.guardians.of(personId, tx);
    await tx.query(
      `UPDATE guardian SET name_cipher = coalesce($2, name_cipher), relation = coalesce($3, relation),
         phone_cipher = coalesce($4, phone_cipher), corrected_at = $5 WHERE person_id = $1`,
      [
        guardian!.personId,
        change.name ? this.keys.encrypt(change.name, GUARDIAN_NAME) : null,
        change.relation ?? null,
        change.phone ? this.keys.encrypt(change.phone, GUARDIAN_PHONE) : null,
        this.clock.now(),
      ],
    );
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: 'guardian.correct',
      subjectType: 'person',
      subjectId: personId,
      details: { fields: Object.keys(change) },
      origin: actor.origin,
    });
  }
}

function reasonProblem(reason: string): { reason?: string } {
  if (reason.length < 10) return { reason: 'reason.required' };
  return reason.length > 500 ? { reason: 'reason.too-long' } : {};
}
