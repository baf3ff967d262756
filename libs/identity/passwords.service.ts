import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Messages } from '#libs/notifications';
import {
  AuditLog,
  Clock,
  DomainError,
  KeyRing,
  Throttle,
  UnitOfWork,
  forbidden,
  invalid,
  type RequestOrigin,
  type Tx,
} from '#libs/platform';
import type { Actor } from './actor.js';
import { phoneIndex } from './identity-fields.js';
import { hashPassword, passwordProblem, verifyPassword } from './password.js';
import { People } from './people.service.js';
import { isMobile, normalisePhone } from './phone.js';
import { Sessions } from './sessions.service.js';
import { smsTexts } from './texts.vi.js';
import { VerificationCodes, codeRefusal } from './verification-codes.service.js';

const PURPOSE = 'password-reset';

interface Pending {
  phone: string;
}

/** A new password, by the old one or by a code sent to the phone. Every other session and every token ends with the old one. */
@Injectable()
export class Passwords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly people: People,
    private readonly sessions: Sessions,
    private readonly codes: VerificationCodes,
    private readonly messages: Messages,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  async change(actor: Actor, current: string, next: string): Promise<void> {
    if (actor.via === 'token') throw forbidden('password.by-token');
    await this.throttle.hit({ key: `password:account:${actor.accountId}`, max: 10, windowSeconds: 900 });
    const [account] = await this.dataSource.query(
      'SELECT id, password_hash AS hash FROM account WHERE person_id = $1',
      [actor.personId],
    );
    if (!account || !(await verifyPassword(account.hash, current)))
      throw invalid('password.wrong', { currentPassword: 'password.wrong' });
    const { phone } = await this.people.find(actor.personId);
    const hash = await this.acceptable(next, phone);
    await this.work.run((tx) => this.replace(tx, { ...actor, accountId: account.id }, hash, 'password.change'));
  }

  /** Sends a code when the phone has an account; the answer is the same when it has none. */
  async beginReset(phoneText: string, origin: RequestOrigin): Promise<{ requestId: string }> {
    const phone = normalisePhone(phoneText);
    if (!phone || !isMobile(phone)) throw invalid('phone.invalid', { phone: 'phone.invalid' });
    const index = phoneIndex(this.keys, phone);
    await this.throttle.hit(
      { key: `code:phone:${index}`, max: 5, windowSeconds: 3600 },
      { key: `code:address:${origin.ip ?? ''}`, max: 300, windowSeconds: 3600 },
    );
    return this.work.run(async (tx) => {
      const [account] = await tx.query('SELECT 1 FROM account WHERE login_index = $1 AND disabled_at IS NULL', [index]);
      const pending: Pending = { phone };
      const { id, code } = await this.codes.issue(tx, { purpose: PURPOSE, phoneIndex: index, payload: pending });
      if (account) await this.messages.send(tx, { to: phone, purpose: PURPOSE, text: smsTexts.resetCode(code) });
      return { requestId: id };
    });
  }

  /** Sets the password, opens a locked account and signs in. */
  async confirmReset(
    request: { requestId: string; code: string; password: string },
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<{ token: string; personId: string }> {
    const hash = await this.acceptable(request.password, null);
    const outcome = await this.work.run(async (tx) => {
      const checked = await this.codes.check<Pending>(tx, request.requestId, request.code, PURPOSE);
      if (checked.state !== 'right') return checked;
      const { phone } = checked.payload;
      const problem = passwordProblem(request.password, phone);
      if (problem) throw invalid(problem, { password: problem });
      const [account] = await tx.query(
        'SELECT id, person_id AS "personId" FROM account WHERE login_index = $1 AND disabled_at IS NULL FOR UPDATE',
        [phoneIndex(this.keys, phone)],
      );
      if (!account) throw new DomainError('gone', 'code.ended', {}, { code: 'code.ended' });
      const { personId } = account;
      await this.replace(tx, { accountId: account.id, personId, sessionId: null, origin }, hash, 'password.reset');
      return { state: 'done' as const, personId, ...(await this.sessions.start(tx, personId, origin, userAgent)) };
    });
    if (outcome.state !== 'done') throw codeRefusal(outcome);
    return { token: outcome.token, personId: outcome.personId };
  }

  private async acceptable(password: string, phone: string | null): Promise<string> {
    const problem = passwordProblem(password, phone);
    if (problem) throw invalid(problem, { password: problem });
    return hashPassword(password);
  }

  private async replace(
    tx: Tx,
    who: { accountId: string; personId: string; sessionId: string | null; origin: RequestOrigin },
    hash: string,
    action: string,
  ): Promise<void> {
    const now = this.clock.now();
    await tx.query('UPDATE account SET password_hash = $2, failed_count = 0, locked_until = NULL WHERE id = $1', [
      who.accountId,
      hash,
    ]);
    await tx.query(
      'UPDATE session SET revoked_at = $3 WHERE person_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL',
      [who.personId, who.sessionId, now],
    );
    await tx.query('UPDATE api_token SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL', [
      who.personId,
      now,
    ]);
    await this.audit.append(tx, {
      actorId: who.personId,
      action,
      subjectType: 'person',
      subjectId: who.personId,
      origin: who.origin,
    });
  }
}
