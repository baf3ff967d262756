import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, KeyRing, newId, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import { CASE_NOTE } from './rights-fields.js';

/** Writes what happens in a case: the event with its note for the case, ids only for the audit. */
@Injectable()
export class CaseLog {
  constructor(
    private readonly keys: KeyRing,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async append(tx: Tx, actor: Actor, caseId: string, kind: string, note = ''): Promise<void> {
    await tx.query(
      'INSERT INTO rights_case_event (id, case_id, kind, at, actor_id, note_cipher) VALUES ($1, $2, $3, $4, $5, $6)',
      [
        newId(),
        caseId,
        kind,
        this.clock.now(),
        actor.personId,
        note === '' ? null : this.keys.encrypt(note, CASE_NOTE),
      ],
    );
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: `rights-case.${kind}`,
      subjectType: 'rights_case',
      subjectId: caseId,
      origin: actor.origin,
    });
  }
}
