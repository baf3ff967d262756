import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Messages } from '#libs/notifications';
import { AuditLog, KeyRing, Throttle, UnitOfWork, forbidden, invalid, type Tx } from '#libs/platform';
import { Accounts } from './accounts.service.js';
import type { Actor } from './actor.js';
import { phoneIndex } from './identity-fields.js';
import { verifyPassword } from './password.js';
import { People } from './people.service.js';
import { isMobile, maskPhone, normalisePhone } from './phone.js';
import { Sessions } from './sessions.service.js';
import { smsTexts } from './texts.vi.js';
import { VerificationCodes, codeRefusal } from './verification-codes.service.js';

const PURPOSE = 'phone-change';

interface Pending {
  personId: string;
  phone: string;
}

/** Another phone to sign in with: asked for with the password, taken once a code sent to it comes back. */
@Injectable()
export class ChangePhone {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly people: People,
    private readonly accounts: Accounts,
    private readonly codes: VerificationCodes,
    private readonly messages: Messages,
    private readonly sessions: Sessions,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
  ) {}

  /** A phone that has an account gets its code like any other: only who holds it learns that it is taken. */
  async begin(actor: Actor, form: { phone: string; currentPassword: string }): Promise<{ requestId: string }> {
    if (actor.via === 'token') throw forbidden('password.by-token');
    const phone = normalisePhone(form.phone);
    if (!phone || !isMobile(phone)) throw invalid('phone.invalid', { phone: 'phone.invalid' });
    await this.throttle.hit({ key: `password:account:${actor.accountId}`, max: 10, windowSeconds: 900 });
    const [account] = await this.dataSource.query('SELECT password_hash AS hash FROM account WHERE person_id = $1', [
      actor.personId,
    ]);
    if (!account || !(await verifyPassword(account.hash, form.currentPassword)))
      throw invalid('password.wrong', { currentPassword: 'password.wrong' });
    const index = phoneIndex(this.keys, phone);
    await this.throttle.hit(
      { key: `code:phone:${index}`, max: 5, windowSeconds: 3600 },
      { key: `code:address:${actor.origin.ip ?? ''}`, max: 300, windowSeconds: 3600 },
    );
    return this.work.run(async (tx) => {
      const pending: Pending = { personId: actor.personId, phone };
      const waiting = await this.codes.waiting<Pending>(tx, PURPOSE, index);
      const twice = waiting.find(({ payload }) => payload.personId === actor.personId);
      if (twice) return { requestId: twice.id };
      const { id, code } = await this.codes.issue(tx, { purpose: PURPOSE, phoneIndex: index, payload: pending });
      await this.messages.send(tx, { to: phone, purpose: PURPOSE, text: smsTexts.newPhoneCode(code) });
      return { requestId: id };
    });
  }

  /** Refuses `phone.taken`. Every other session and every token ends; the old phone is told. */
  async confirm(actor: Actor, requestId: string, code: string): Promise<void> {
    if (actor.via === 'token') throw forbidden('password.by-token');
    const outcome = await this.work.run(async (tx) => {
      const checked = await this.codes.check<Pending>(tx, requestId, code, PURPOSE);
      if (checked.state !== 'right') return checked;
      // A code asked for by somebody else is none for this one.
      if (checked.payload.personId !== actor.personId) return { state: 'ended' as const };
      await this.replace(tx, actor, checked.payload.phone);
      return null;
    });
    if (outcome) throw codeRefusal(outcome);
  }

  private async replace(tx: Tx, actor: Actor, phone: string): Promise<void> {
    await this.accounts.claim(tx, phone, 'phone.taken');
    const { phone: before } = await this.people.find(actor.personId, tx);
    await this.people.update(tx, actor.personId, { phone });
    await this.people.verifyPhone(tx, actor.personId);
    await this.accounts.setPhone(tx, actor.personId, phone);
    await this.sessions.endAll(tx, actor.personId, { keep: actor.sessionId, tokens: true });
    if (before && isMobile(before))
      await this.messages.send(tx, { to: before, purpose: PURPOSE, text: smsTexts.phoneChanged(maskPhone(phone)) });
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: 'phone.change',
      subjectType: 'person',
      subjectId: actor.personId,
      origin: actor.origin,
    });
  }
}
