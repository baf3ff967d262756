import { Injectable } from '@nestjs/common';
import { Clock, KeyRing, RemoveFiles, type DataSubject, type Tx } from '#libs/platform';
import { exportKey } from './rights-fields.js';
import { phoneIndexes } from '../identity-fields.js';

const OWN = [
  'session',
  'assisted_card',
  'api_token',
  'second_factor',
  'recovery_code',
  'sign_in_step',
  'password_history',
  'external_identity',
  'account',
  'guardian',
  'identity',
];

/** Deletes who a person is and how they get in; ends their roles and what they still asked for. */
@Injectable()
export class EraseIdentity {
  constructor(
    private readonly keys: KeyRing,
    private readonly files: RemoveFiles,
    private readonly clock: Clock,
  ) {}

  async of(tx: Tx, { personId, phones }: DataSubject): Promise<void> {
    await this.endRoles(tx, personId);
    await this.eraseWords(tx, personId);
    await this.endCases(tx, personId);
    for (const index of phones.flatMap((phone) => phoneIndexes(this.keys, phone))) await this.erasePhone(tx, index);
    const [exports] = await tx.query('DELETE FROM personal_export WHERE person_id = $1 RETURNING id', [personId]);
    await this.files.later(
      tx,
      exports.map(({ id }: { id: string }) => exportKey(id)),
    );
    for (const table of OWN) await tx.query(`DELETE FROM ${table} WHERE person_id = $1`, [personId]);
  }

  private async endRoles(tx: Tx, personId: string): Promise<void> {
    await tx.query(
      `UPDATE role_grant SET superseded_at = greatest($2, recorded_at) WHERE person_id = $1 AND superseded_at IS NULL
         AND (valid_to IS NULL OR valid_to > $3)`,
      [personId, this.clock.now(), this.clock.today()],
    );
  }

  /** What was written in requests names people; that there was a request, and its clock, stays. */
  private async eraseWords(tx: Tx, personId: string): Promise<void> {
    await tx.query('UPDATE rights_case SET wish_cipher = NULL, answer_cipher = NULL WHERE person_id = $1', [personId]);
    await tx.query(
      `UPDATE rights_case_event SET note_cipher = NULL
       WHERE note_cipher IS NOT NULL AND case_id IN (SELECT id FROM rights_case WHERE person_id = $1)`,
      [personId],
    );
  }

  /** Nobody is left to answer. */
  private async endCases(tx: Tx, personId: string): Promise<void> {
    await tx.query(
      `WITH ended AS (UPDATE rights_case SET state = 'cancelled', closed_at = $2 WHERE person_id = $1 AND state = 'open' RETURNING id)
       UPDATE desk_task SET done_at = $2 WHERE subject_type = 'rights_case' AND subject_id IN (SELECT id FROM ended) AND done_at IS NULL`,
      [personId, this.clock.now()],
    );
  }

  private async erasePhone(tx: Tx, index: string): Promise<void> {
    await tx.query('DELETE FROM verification_code WHERE phone_index = $1', [index]);
    await tx.query('DELETE FROM throttle WHERE right(key, length($1::text)) = $1', [index]);
  }
}
