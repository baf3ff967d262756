import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, Clock, KeyRing, Throttle, UnitOfWork, invalid, type RequestOrigin } from '#libs/platform';
import { phoneIndex } from './identity-fields.js';
import { verifyDecoy, verifyPassword } from './password.js';
import { normalisePhone } from './phone.js';
import { Sessions } from './sessions.service.js';

const MAX_FAILED = 5;
const LOCK_MINUTES = 15;

interface Attempt {
  accountId: string;
  personId: string;
  passwordHash: string;
  failed: number;
}

/** Phone and password. Unknown phone, wrong password, locked and disabled account get one answer, in one time. */
@Injectable()
export class SignIn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  async withPassword(
    phoneText: string,
    password: string,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<{ token: string; personId: string }> {
    const phone = normalisePhone(phoneText);
    const index = phoneIndex(this.keys, phone ?? phoneText);
    // By account first. A village shares one address, so its limit is wide and only stops machines.
    await this.throttle.hit(
      { key: `sign-in:account:${index}`, max: 20, windowSeconds: 900 },
      { key: `sign-in:address:${origin.ip ?? ''}`, max: 600, windowSeconds: 900 },
    );
    const attempt = await this.takeAttempt(index);
    const right = attempt ? await verifyPassword(attempt.passwordHash, password) : await verifyDecoy(password);
    if (!attempt || !right) {
      if (attempt && attempt.failed >= MAX_FAILED) await this.noteLock(attempt, origin);
      throw invalid('sign-in.refused', { password: 'sign-in.refused' });
    }
    return this.work.run(async (tx) => {
      await tx.query('UPDATE account SET failed_count = 0, locked_until = NULL WHERE id = $1', [attempt.accountId]);
      await this.audit.append(tx, {
        actorId: attempt.personId,
        action: 'session.start',
        subjectType: 'person',
        subjectId: attempt.personId,
        origin,
      });
      return { personId: attempt.personId, ...(await this.sessions.start(tx, attempt.personId, origin, userAgent)) };
    });
  }

  /**
   * Counts the attempt before the password is looked at, so that many guesses at once are still five; the fifth locks.
   * Null for an unknown, disabled or locked account.
   */
  private async takeAttempt(index: string): Promise<Attempt | null> {
    const now = this.clock.now();
    const [rows] = await this.dataSource.query(
      `UPDATE account SET
         failed_count = CASE WHEN locked_until IS NULL THEN failed_count + 1 ELSE 1 END,
         locked_until = CASE WHEN locked_until IS NULL AND failed_count + 1 >= $3 THEN $4::timestamptz END
       WHERE login_index = $1 AND disabled_at IS NULL AND (locked_until IS NULL OR locked_until <= $2)
       RETURNING id AS "accountId", person_id AS "personId", password_hash AS "passwordHash", failed_count AS failed`,
      [index, now, MAX_FAILED, new Date(now.getTime() + LOCK_MINUTES * 60_000)],
    );
    return rows[0] ?? null;
  }

  private async noteLock(attempt: Attempt, origin: RequestOrigin): Promise<void> {
    await this.work.run((tx) =>
      this.audit.append(tx, { action: 'account.lock', subjectType: 'person', subjectId: attempt.personId, origin }),
    );
  }
}
