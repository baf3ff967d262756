import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Messages } from '#libs/notifications';
import {
  AuditLog,
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
import { phoneIndex, phoneIndexes } from './identity-fields.js';
import { verifyPassword } from './password.js';
import { isMobile, normalisePhone } from './phone.js';
import { Entrance, type Entered } from './security/entrance.service.js';
import { PasswordRules } from './security/password-rules.service.js';
import { Sessions } from './sessions.service.js';
import { smsTexts } from './texts.vi.js';
import { VerificationCodes, codeRefusal } from './verification-codes.service.js';

const PURPOSE = 'password-reset';

interface Pending {
  phone: string;
  /** Where the form came from: the same again from there is the same press of the button. */
  from: string;
}

/** A new password, by the old one or by a code sent to the phone. Every other session and every token ends with the old one. */
@Injectable()
export class Passwords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly rules: PasswordRules,
    private readonly entrance: Entrance,
    private readonly sessions: Sessions,
    private readonly codes: VerificationCodes,
    private readonly messages: Messages,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
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
    await this.work.run(async (tx) => {
      const hash = await this.rules.accept(tx, actor.personId, next);
      await this.replace(tx, actor, hash, 'password.change');
    });
  }

  /** Sends a code when the phone has an account; the answer and the work for it are the same when it has none. */
  async beginReset(phoneText: string, origin: RequestOrigin): Promise<{ requestId: string }> {
    const phone = normalisePhone(phoneText);
    if (!phone || !isMobile(phone)) throw invalid('phone.invalid', { phone: 'phone.invalid' });
    const index = phoneIndex(this.keys, phone);
    await this.throttle.hit(
      { key: `code:phone:${index}`, max: 5, windowSeconds: 3600 },
      { key: `code:address:${origin.ip ?? ''}`, max: 300, windowSeconds: 3600 },
    );
    const pending: Pending = { phone, from: origin.ip ?? '' };
    return this.work.run(async (tx) => {
      const waiting = await this.codes.waiting<Pending>(tx, PURPOSE, index);
      const twice = waiting.find(({ payload }) => payload.from === pending.from);
      if (twice) return { requestId: twice.id };
      const [account] = await tx.query('SELECT 1 FROM account WHERE login_index = ANY($1) AND disabled_at IS NULL', [
        phoneIndexes(this.keys, phone),
      ]);
      const { id, code } = await this.codes.issue(tx, { purpose: PURPOSE, phoneIndex: index, payload: pending });
      const text = smsTexts.resetCode(code);
      await this.messages.send(tx, { to: phone, purpose: PURPOSE, text, feigned: !account });
      return { requestId: id };
    });
  }

  /** Sets the password and opens a locked account; the second factor is still asked for. */
  async confirmReset(
    request: { requestId: string; code: string; password: string },
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<Entered> {
    const outcome = await this.work.run(async (tx) => {
      const checked = await this.codes.check<Pending>(tx, request.requestId, request.code, PURPOSE);
      if (checked.state !== 'right') return checked;
      const [account] = await tx.query(
        'SELECT person_id AS "personId" FROM account WHERE login_index = ANY($1) AND disabled_at IS NULL FOR UPDATE',
        [phoneIndexes(this.keys, checked.payload.phone)],
      );
      if (!account) throw new DomainError('gone', 'code.ended', {}, { code: 'code.ended' });
      const { personId } = account;
      const hash = await this.rules.accept(tx, personId, request.password);
      await this.replace(tx, { personId, sessionId: null, origin }, hash, 'password.reset');
      return { state: 'done' as const, entered: await this.entrance.open(tx, personId, origin, userAgent) };
    });
    if (outcome.state !== 'done') throw codeRefusal(outcome);
    return outcome.entered;
  }

  private async replace(
    tx: Tx,
    who: { personId: string; sessionId: string | null; origin: RequestOrigin },
    hash: string,
    action: string,
  ): Promise<void> {
    await this.rules.replace(tx, who.personId, hash);
    await this.sessions.endAll(tx, who.personId, { keep: who.sessionId, tokens: true });
    await this.audit.append(tx, {
      actorId: who.personId,
      action,
      subjectType: 'person',
      subjectId: who.personId,
      origin: who.origin,
    });
  }
}
