import { Injectable } from '@nestjs/common';
import { Clock, invalid, newId, type Tx } from '#libs/platform';
import { hashPassword, passwordProblem, verifyPassword } from '../password.js';
import { People } from '../people.service.js';
import { SecuritySettings } from './security-settings.service.js';

interface Standing {
  current: string;
  secured: boolean;
}

/** What a new password of a known person must be: long enough for how they sign in, not guessable, not one they had. */
@Injectable()
export class PasswordRules {
  constructor(
    private readonly people: People,
    private readonly settings: SecuritySettings,
    private readonly clock: Clock,
  ) {}

  /** Shorter passwords are enough beside a second factor. */
  minLength(secured: boolean): number {
    const longer = this.settings.value('password.length');
    return secured ? Math.min(longer, this.settings.value('password.length-with-second-factor')) : longer;
  }

  /** Throws with a code beside `password`; gives the hash of one that will do. */
  async accept(tx: Tx, personId: string, password: string): Promise<string> {
    const { current, secured } = await this.standing(tx, personId);
    const { phone, fullName } = await this.people.find(personId, tx);
    const minLength = this.minLength(secured);
    const problem = passwordProblem(password, { minLength, phone, fullName });
    if (problem) throw invalid(problem, { password: problem }, { minLength });
    await this.refuseUsed(tx, personId, current, password);
    return hashPassword(password);
  }

  /** Puts the new hash in place and keeps the old one, as many as the settings ask for. */
  async replace(tx: Tx, personId: string, hash: string): Promise<void> {
    await tx.query(
      `INSERT INTO password_history (id, person_id, password_hash, replaced_at)
       SELECT $1, person_id, password_hash, $3 FROM account WHERE person_id = $2`,
      [newId(), personId, this.clock.now()],
    );
    await tx.query(
      `DELETE FROM password_history WHERE person_id = $1 AND id NOT IN
         (SELECT id FROM password_history WHERE person_id = $1 ORDER BY replaced_at DESC, id DESC LIMIT $2)`,
      [personId, this.settings.value('password.history')],
    );
    await tx.query(
      'UPDATE account SET password_hash = $2, failed_count = 0, locked_until = NULL WHERE person_id = $1',
      [personId, hash],
    );
  }

  /** The current one counts as the first of the last ten. */
  private async refuseUsed(tx: Tx, personId: string, current: string, password: string): Promise<void> {
    const kept = this.settings.value('password.history');
    if (kept === 0) return;
    const rows: { hash: string }[] = await tx.query(
      `SELECT password_hash AS hash FROM password_history WHERE person_id = $1
       ORDER BY replaced_at DESC, id DESC LIMIT $2`,
      [personId, kept - 1],
    );
    for (const hash of [current, ...rows.map((row) => row.hash)])
      if (await verifyPassword(hash, password))
        throw invalid('password.used-before', { password: 'password.used-before' }, { kept });
  }

  private async standing(tx: Tx, personId: string): Promise<Standing> {
    const [row] = await tx.query(
      `SELECT password_hash AS current, EXISTS (SELECT 1 FROM second_factor f
         WHERE f.person_id = a.person_id AND f.confirmed_at IS NOT NULL) AS secured
       FROM account a WHERE person_id = $1`,
      [personId],
    );
    return row;
  }
}
