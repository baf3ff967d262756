import { Injectable } from '@nestjs/common';
import {
  AuditLog,
  Clock,
  JobQueue,
  KeyRing,
  PersonalData,
  type DataSubject,
  type RequestOrigin,
  type Tx,
} from '#libs/platform';
import { PERSONAL_NUMBER, PHONE } from '../identity-fields.js';

export interface ErasureOrder {
  personId: string;
  /** The request that asked for it; none when an erasure is done again over a restored backup. */
  caseId: string | null;
  by: string | null;
  origin?: RequestOrigin;
}

/**
 * Removes everything that identifies a person, in every lib, in one transaction (Luật 91/2025/QH15: deleting means
 * deleting). Facts stay under bare ids, so figures and snapshots do not change.
 */
@Injectable()
export class ErasePerson {
  constructor(
    private readonly data: PersonalData,
    private readonly keys: KeyRing,
    private readonly queue: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Answers the ids that were erased: duplicates that were merged are the same human being. */
  async run(tx: Tx, order: ErasureOrder): Promise<string[]> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('rights.erase'))`);
    const ids = await this.data.idsOf(tx, order.personId);
    const subjects = await Promise.all(ids.map((id) => this.subject(tx, id)));
    // What is kept under a phone is searched with the phones of all of them.
    const phones = [...new Set(subjects.flatMap((subject) => subject.phones))];
    for (const subject of subjects) {
      await this.data.erase(tx, { ...subject, phones });
      await this.note(tx, subject.personId, order);
    }
    await this.queue.enqueue(tx, 'rights.publish-erasures', {});
    return ids;
  }

  /** True when nothing is left that an erasure takes. */
  async isErased(tx: Tx, personId: string): Promise<boolean> {
    return (await this.data.left(tx, personId)).length === 0;
  }

  private async subject(tx: Tx, personId: string): Promise<DataSubject> {
    const [row] = await tx.query(
      'SELECT phone_cipher AS phone, personal_number_cipher AS number FROM identity WHERE person_id = $1 FOR UPDATE',
      [personId],
    );
    return {
      personId,
      phones: row?.phone ? [this.keys.decrypt(row.phone, PHONE)] : [],
      personalNumbers: row?.number ? [this.keys.decrypt(row.number, PERSONAL_NUMBER)] : [],
    };
  }

  private async note(tx: Tx, personId: string, { caseId, by, origin }: ErasureOrder): Promise<void> {
    await tx.query('INSERT INTO erasure (person_id, erased_at, case_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      personId,
      this.clock.now(),
      caseId,
    ]);
    await this.audit.append(tx, {
      actorId: by,
      action: 'person.erase',
      subjectType: 'person',
      subjectId: personId,
      details: { caseId },
      origin,
    });
  }
}
