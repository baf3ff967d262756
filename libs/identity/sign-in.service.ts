import { Injectable } from '@nestjs/common';
import {
  AuditLog,
  Clock,
  KeyRing,
  PreparedStatements,
  Throttle,
  UnitOfWork,
  invalid,
  type DomainError,
  type RequestOrigin,
} from '#libs/platform';
import { phoneIndexes } from './identity-fields.js';
import { verifyDecoy, verifyPassword } from './password.js';
import { normalisePhone } from './phone.js';
import { AddressGuard } from './security/address-guard.service.js';
import { Entrance, type Entered } from './security/entrance.service.js';
import { SecuritySettings } from './security/security-settings.service.js';

interface Attempt {
  accountId: string;
  personId: string;
  passwordHash: string;
  failed: number;
}

/** $1 indexes of the phone, $2 now, $3 failures allowed, $4 when a lock set now would end. */
const ATTEMPT_SQL = `UPDATE account SET
    failed_count = CASE WHEN locked_until IS NULL THEN failed_count + 1 ELSE 1 END,
    locked_until = CASE WHEN locked_until IS NULL AND failed_count + 1 >= $3::int THEN $4::timestamptz END
  FROM (SELECT set_config('synchronous_commit', 'off', true)) AS hurried
  WHERE login_index = ANY($1) AND disabled_at IS NULL AND (locked_until IS NULL OR locked_until <= $2)
  RETURNING id AS "accountId", person_id AS "personId", password_hash AS "passwordHash", failed_count AS failed`;

/** Phone and password. Unknown phone, wrong password, locked and disabled account get one answer, in one time. */
@Injectable()
export class SignIn {
  constructor(
    private readonly prepared: PreparedStatements,
    private readonly work: UnitOfWork,
    private readonly entrance: Entrance,
    private readonly addresses: AddressGuard,
    private readonly settings: SecuritySettings,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  async withPassword(phoneText: string, password: string, origin: RequestOrigin, userAgent?: string): Promise<Entered> {
    const phone = normalisePhone(phoneText);
    const indexes = phoneIndexes(this.keys, phone ?? phoneText);
    const [index] = indexes;
    // By account first. A village shares one address, so its limit is wide and only stops machines.
    const failures = await this.throttle.hitAndSee(
      [
        { key: `sign-in:account:${index}`, max: 20, windowSeconds: 900 },
        { key: `sign-in:address:${origin.ip ?? ''}`, max: 600, windowSeconds: 900 },
      ],
      this.addresses.failures(origin),
    );
    await this.addresses.admit(origin, failures);
    const attempt = await this.takeAttempt(indexes);
    const right = attempt ? await verifyPassword(attempt.passwordHash, password) : await verifyDecoy(password);
    if (!attempt || !right) {
      await this.addresses.noteFailure(origin);
      if (attempt && attempt.failed >= this.settings.value('sign-in.max-failed')) await this.noteLock(attempt, origin);
      throw this.refusal();
    }
    return this.work.run(async (tx) => {
      // The phone is at hand: an index that an older key made becomes the newest one's.
      const account = { id: attempt.accountId, index: index! };
      const entered = await this.entrance.open(tx, attempt.personId, origin, userAgent, account);
      await this.audit.append(tx, {
        actorId: attempt.personId,
        action: entered.step ? 'sign-in.step' : 'session.start',
        subjectType: 'person',
        subjectId: attempt.personId,
        ...(entered.step && { details: { need: entered.step.need } }),
        origin,
      });
      return entered;
    });
  }

  /** One for every reason; its data are what the settings say of locks. */
  refusal(): DomainError {
    const times = this.settings.value('sign-in.max-failed');
    const minutes = this.settings.value('sign-in.lock-minutes');
    return invalid('sign-in.refused', { password: 'sign-in.refused' }, { times, minutes });
  }

  /**
   * Counts the attempt before the password is looked at, so that many guesses at once are still as few; the last locks.
   * Null for an unknown, disabled or locked account. Nobody waits for the disk: what follows a right password does.
   */
  private async takeAttempt(indexes: string[]): Promise<Attempt | null> {
    const now = this.clock.now();
    const lockMs = this.settings.value('sign-in.lock-minutes') * 60_000;
    const [attempt] = await this.prepared.run<Attempt>('sign-in', ATTEMPT_SQL, [
      indexes,
      now,
      this.settings.value('sign-in.max-failed'),
      new Date(now.getTime() + lockMs),
    ]);
    return attempt ?? null;
  }

  private async noteLock(attempt: Attempt, origin: RequestOrigin): Promise<void> {
    await this.work.run((tx) =>
      this.audit.append(tx, { action: 'account.lock', subjectType: 'person', subjectId: attempt.personId, origin }),
    );
  }
}
