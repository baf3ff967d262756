import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, DomainError, KeyRing, Throttle, UnitOfWork, type RequestOrigin } from '#libs/platform';
import { phoneIndex } from './identity-fields.js';
import { verifyDecoy, verifyPassword } from './password.js';
import { normalisePhone } from './phone.js';
import { Sessions } from './sessions.service.js';

const MAX_FAILED = 5;
const LOCK_MINUTES = 15;

/** Phone and password. Unknown phone, wrong password and locked account get one answer, in one time. */
@Injectable()
export class SignIn {
  constructor(
    private readonly work: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  async withPassword(phoneText: string, password: string, origin: RequestOrigin, userAgent?: string): Promise<{ token: string; personId: string }> {
    const phone = normalisePhone(phoneText);
    const index = phone ? phoneIndex(this.keys, phone) : 'no-phone';
    // By account first. A village shares one address, so its limit is wide and only stops machines.
    await this.throttle.hit(
      { key: `sign-in:account:${index}`, max: 20, windowSeconds: 900 },
      { key: `sign-in:address:${origin.ip ?? ''}`, max: 600, windowSeconds: 900 },
    );
    const account = await this.find(index);
    const right = account ? await verifyPassword(account.passwordHash, password) : await verifyDecoy(password);
    if (!account || account.locked || account.disabled || !right) {
      if (account && !account.locked) await this.countFailure(account.id);
      throw refused();
    }
    return this.work.run(async (tx) => {
      if (account.failed > 0) await tx.query('UPDATE account SET failed_count = 0, locked_until = NULL WHERE id = $1', [account.id]);
      await this.audit.append(tx, { actorId: account.personId, action: 'session.start', subjectType: 'person', subjectId: account.personId, origin });
      return { personId: account.personId, ...(await this.sessions.start(tx, account.personId, origin, userAgent)) };
    });
  }

  private async find(index: string) {
    const [row] = await this.work.run((tx) =>
      tx.query(
        `SELECT id, person_id AS "personId", password_hash AS "passwordHash", failed_count AS failed,
           coalesce(locked_until > $2, false) AS locked, disabled_at IS NOT NULL AS disabled
         FROM account WHERE login_index = $1`,
        [index, this.clock.now()],
      ),
    );
    return row as { id: string; personId: string; passwordHash: string; failed: number; locked: boolean; disabled: boolean } | undefined;
  }

  private async countFailure(accountId: string): Promise<void> {
    const until = new Date(this.clock.now().getTime() + LOCK_MINUTES * 60_000);
    await this.work.run((tx) =>
      tx.query(
        `UPDATE account SET
           failed_count = CASE WHEN failed_count + 1 >= $2 THEN 0 ELSE failed_count + 1 END,
           locked_until = CASE WHEN failed_count + 1 >= $2 THEN $3 ELSE locked_until END
         WHERE id = $1`,
        [accountId, MAX_FAILED, until],
      ),
    );
  }
}

function refused(): DomainError {
  return new DomainError('invalid', 'sign-in.refused', {}, { password: 'sign-in.refused' });
}
