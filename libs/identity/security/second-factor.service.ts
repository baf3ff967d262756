import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  AuditLog,
  Clock,
  KeyRing,
  Throttle,
  UnitOfWork,
  conflict,
  invalid,
  newId,
  type RequestOrigin,
  type Tx,
} from '#libs/platform';
import { RECOVERY_CODES, newRecoveryCode, recoveryCodeHash } from './recovery-codes.js';
import { newTotpSecret, totpStep, totpUri } from './totp.js';

const SECRET = 'second_factor.secret';
/** A secret that was shown and not confirmed is worth nothing afterwards. */
const PENDING_MINUTES = 30;

export interface SecondFactorState {
  confirmedAt: Date | null;
  /** Shown to its owner only, until the first code came. */
  pending: { secret: string; uri: string } | null;
  codesLeft: number;
}

export type CodeKind = 'totp' | 'recovery';

/** Codes of an authenticator application, and single-use recovery codes for the day the telephone is gone. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly keys: KeyRing,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** A new secret, or the one being set up when it is fresh: reloading the page does not change the picture. */
  async begin(personId: string): Promise<void> {
    const now = this.clock.now();
    const fresh = new Date(now.getTime() - PENDING_MINUTES * 60_000);
    const made = await this.dataSource.query(
      `INSERT INTO second_factor (person_id, secret_cipher, created_at) VALUES ($1, $2, $3)
       ON CONFLICT (person_id) DO UPDATE SET
         secret_cipher = CASE WHEN second_factor.created_at > $4 THEN second_factor.secret_cipher ELSE $2 END,
         created_at = CASE WHEN second_factor.created_at > $4 THEN second_factor.created_at ELSE $3 END
       WHERE second_factor.confirmed_at IS NULL RETURNING person_id`,
      [personId, this.keys.encrypt(newTotpSecret(), SECRET), now, fresh],
    );
    if (made.length === 0) throw conflict('second-factor.set');
  }

  async state(personId: string): Promise<SecondFactorState> {
    const [row] = await this.dataSource.query(
      `SELECT secret_cipher AS cipher, created_at AS "createdAt", confirmed_at AS "confirmedAt",
         (SELECT count(*)::int FROM recovery_code c WHERE c.person_id = f.person_id AND used_at IS NULL) AS codes
       FROM second_factor f WHERE person_id = $1`,
      [personId],
    );
    if (row?.confirmedAt) return { confirmedAt: row.confirmedAt, pending: null, codesLeft: row.codes };
    const old = !row || row.createdAt.getTime() < this.clock.now().getTime() - PENDING_MINUTES * 60_000;
    if (old) return { confirmedAt: null, pending: null, codesLeft: 0 };
    const secret = this.keys.decrypt(row.cipher, SECRET);
    return { confirmedAt: null, pending: { secret, uri: totpUri(secret, 'tai-khoan') }, codesLeft: 0 };
  }

  /** The first code proves that the application holds the secret. Gives the recovery codes, which are shown once. */
  async confirm(tx: Tx, personId: string, code: string, origin: RequestOrigin): Promise<string[]> {
    const [row] = await tx.query(
      `SELECT secret_cipher AS cipher FROM second_factor
       WHERE person_id = $1 AND confirmed_at IS NULL AND created_at > $2 FOR UPDATE`,
      [personId, new Date(this.clock.now().getTime() - PENDING_MINUTES * 60_000)],
    );
    if (!row) throw conflict('second-factor.begin-again');
    const step = totpStep(this.keys.decrypt(row.cipher, SECRET), digitsOf(code), this.clock.now());
    if (step === null) throw invalid('second-factor.wrong', { code: 'second-factor.wrong' });
    await tx.query('UPDATE second_factor SET confirmed_at = $2, last_step = $3 WHERE person_id = $1', [
      personId,
      this.clock.now(),
      step,
    ]);
    await this.note(tx, 'second-factor.set', personId, origin);
    return this.writeRecoveryCodes(tx, personId);
  }

  /** Counted before a code is looked at: guesses of six digits must stay few, whichever address they come from. */
  throttleCodes(personId: string): Promise<void> {
    return this.throttle.hit(
      { key: `second-factor:${personId}`, max: 10, windowSeconds: 900 },
      { key: `second-factor:day:${personId}`, max: 50, windowSeconds: 86_400 },
    );
  }

  /** Takes a code once: a time step that was used, and any before it, is refused; a recovery code is used up. Null: wrong. */
  async take(tx: Tx, personId: string, typed: string): Promise<CodeKind | null> {
    if (/^\d{6}$/.test(digitsOf(typed)) && !/[a-z]/i.test(typed)) {
      const [row] = await tx.query(
        `SELECT secret_cipher AS cipher, last_step AS "lastStep" FROM second_factor
         WHERE person_id = $1 AND confirmed_at IS NOT NULL FOR UPDATE`,
        [personId],
      );
      const step = row && totpStep(this.keys.decrypt(row.cipher, SECRET), digitsOf(typed), this.clock.now());
      if (!step || step <= Number(row.lastStep)) return null;
      await tx.query('UPDATE second_factor SET last_step = $2 WHERE person_id = $1', [personId, step]);
      return 'totp';
    }
    const [used] = await tx.query(
      'UPDATE recovery_code SET used_at = $3 WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING id',
      [personId, recoveryCodeHash(personId, typed), this.clock.now()],
    );
    return used.length > 0 ? 'recovery' : null;
  }

  /** New recovery codes in place of all earlier ones, for a code of the application. */
  async renewRecoveryCodes(personId: string, code: string, origin: RequestOrigin): Promise<string[]> {
    await this.throttleCodes(personId);
    return this.work.run(async (tx) => {
      if (!(await this.take(tx, personId, code))) throw invalid('second-factor.wrong', { code: 'second-factor.wrong' });
      await this.note(tx, 'second-factor.renew-codes', personId, origin);
      return this.writeRecoveryCodes(tx, personId);
    });
  }

  /** Whoever may live without a second factor takes it away with a code. */
  async remove(personId: string, code: string, origin: RequestOrigin): Promise<void> {
    await this.throttleCodes(personId);
    await this.work.run(async (tx) => {
      if (!(await this.take(tx, personId, code))) throw invalid('second-factor.wrong', { code: 'second-factor.wrong' });
      await this.erase(tx, personId);
      await this.note(tx, 'second-factor.remove', personId, origin);
    });
  }

  /** Nothing of it stays; sessions and tokens are the caller's to end. */
  async erase(tx: Tx, personId: string): Promise<void> {
    for (const table of ['recovery_code', 'second_factor', 'sign_in_step'])
      await tx.query(`DELETE FROM ${table} WHERE person_id = $1`, [personId]);
  }

  private async writeRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await tx.query('DELETE FROM recovery_code WHERE person_id = $1', [personId]);
    for (const code of codes)
      await tx.query('INSERT INTO recovery_code (id, person_id, code_hash, created_at) VALUES ($1, $2, $3, $4)', [
        newId(),
        personId,
        recoveryCodeHash(personId, code),
        this.clock.now(),
      ]);
    return codes;
  }

  private note(tx: Tx, action: string, personId: string, origin: RequestOrigin): Promise<void> {
    return this.audit.append(tx, { actorId: personId, action, subjectType: 'person', subjectId: personId, origin });
  }
}

const digitsOf = (typed: string): string => typed.replace(/\D/g, '');
