import { Injectable } from '@nestjs/common';
import { Messages } from '#libs/notifications';
import { Units } from '#libs/organisation';
import {
  AuditLog,
  Clock,
  DomainError,
  KeyRing,
  Throttle,
  UnitOfWork,
  clean,
  invalid,
  throttled,
  type RequestOrigin,
  type Tx,
} from '#libs/platform';
import { Accounts } from './accounts.service.js';
import { Consents, LEARNING_CONSENT } from './consents.service.js';
import { phoneIndex } from './identity-fields.js';
import { hashPassword, verifyPassword } from './password.js';
import { People } from './people.service.js';
import { normalisePhone } from './phone.js';
import { Entrance, type Entered } from './security/entrance.service.js';
import { SecuritySettings } from './security/security-settings.service.js';
import { signUpProblems, type SignUpForm } from './sign-up-form.policy.js';
import { SignUpListeners } from './sign-up-listeners.js';
import { smsTexts } from './texts.vi.js';
import { VerificationCodes, codeRefusal } from './verification-codes.service.js';

const PURPOSE = 'sign-up';
/** Another code is sent at most once in this time. */
const PAUSE_SECONDS = 60;

interface Pending {
  fullName: string;
  phone: string;
  passwordHash: string;
  birthYear: number;
  communeId: string;
  consentedAt: string;
  /** Its code was sent in place of another. */
  resent?: true;
}

const SAID_TWICE = ['fullName', 'birthYear', 'communeId'] as const;

/** Nothing is created before the phone is confirmed, and a phone that is known is answered like one that is not. */
@Injectable()
export class SignUp {
  constructor(
    private readonly work: UnitOfWork,
    private readonly units: Units,
    private readonly people: People,
    private readonly accounts: Accounts,
    private readonly consents: Consents,
    private readonly entrance: Entrance,
    private readonly settings: SecuritySettings,
    private readonly codes: VerificationCodes,
    private readonly messages: Messages,
    private readonly listeners: SignUpListeners,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Sends a code and gives the id under which `confirm` takes it. */
  async begin(form: SignUpForm, origin: RequestOrigin): Promise<{ requestId: string }> {
    const minLength = this.settings.value('password.length');
    const fields = signUpProblems({ ...form, fullName: clean(form.fullName) }, this.clock.today(), minLength);
    if (!(await this.units.isCommune(form.communeId))) fields.communeId = 'commune.required';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields, { minLength });
    const phone = normalisePhone(form.phone)!;
    await this.throttleCodes(phone, origin);
    const pending: Pending = {
      fullName: clean(form.fullName),
      phone,
      passwordHash: await hashPassword(form.password),
      birthYear: form.birthYear,
      communeId: form.communeId,
      consentedAt: this.clock.now().toISOString(),
    };
    return this.work.run(async (tx) => {
      const twice = await this.sentBefore(tx, pending, form.password);
      return twice ? { requestId: twice } : this.sendCode(pending, undefined, tx);
    });
  }

  /** The request that this very form made a moment ago. */
  private async sentBefore(tx: Tx, pending: Pending, password: string): Promise<string | null> {
    for (const { id, payload } of await this.codes.waiting<Pending>(tx, PURPOSE, this.index(pending.phone))) {
      const same = SAID_TWICE.every((field) => payload[field] === pending[field]);
      if (same && (await verifyPassword(payload.passwordHash, password))) return id;
    }
    return null;
  }

  /** A new code in place of the last; at most one a minute. Asked for twice, it is sent once. */
  async resend(requestId: string, origin: RequestOrigin): Promise<{ requestId: string }> {
    const { payload } = await this.work.run((tx) => this.held(tx, requestId));
    if (payload.successor) return { requestId: payload.successor };
    await this.throttleCodes(payload.phone, origin);
    return this.work.run(async (tx) => {
      const { payload: pending, createdAt } = await this.held(tx, requestId);
      if (pending.successor) return { requestId: pending.successor };
      const pause = PAUSE_SECONDS - (this.clock.now().getTime() - createdAt.getTime()) / 1000;
      if (pending.resent && pause > 0) throw throttled('throttled', Math.ceil(pause));
      return this.sendCode({ ...pending, resent: true }, requestId, tx);
    });
  }

  private async held(tx: Tx, requestId: string) {
    const held = await this.codes.pending<Pending>(tx, requestId, PURPOSE);
    if (!held) throw new DomainError('gone', 'code.ended');
    return held;
  }

  /** Makes the person and account, and signs them in. `code.used` when it was done before (a button pressed twice). */
  async confirm(requestId: string, code: string, origin: RequestOrigin, userAgent?: string): Promise<Entered> {
    // A wrong try is counted in a transaction that commits; a right code is used up only together with what it makes.
    const outcome = await this.work.run(async (tx) => {
      const checked = await this.codes.check<Pending>(tx, requestId, code, PURPOSE);
      if (checked.state !== 'right') return checked;
      const personId = await this.makeAccount(tx, checked.payload, origin);
      return { state: 'made' as const, entered: await this.entrance.open(tx, personId, origin, userAgent) };
    });
    if (outcome.state !== 'made') throw codeRefusal(outcome);
    return outcome.entered;
  }

  private async makeAccount(tx: Tx, pending: Pending, origin: RequestOrigin): Promise<string> {
    await this.accounts.claim(tx, pending.phone);
    const known = await this.people.recognise(tx, pending);
    const personId = known ?? (await this.people.create(tx, { ...pending, phoneVerified: true }));
    if (known) await this.people.confirmPhone(tx, known, pending.birthYear);
    await this.accounts.insert(tx, { personId, phone: pending.phone, passwordHash: pending.passwordHash });
    await this.consents.give(
      tx,
      personId,
      { ...LEARNING_CONSENT, method: 'sign-up-form' },
      new Date(pending.consentedAt),
    );
    await this.audit.append(tx, {
      actorId: personId,
      action: 'account.create',
      subjectType: 'person',
      subjectId: personId,
      details: { knownFromRoster: known !== null },
      origin,
    });
    await this.listeners.tell(tx, { personId, communeId: pending.communeId, known: known !== null });
    return personId;
  }

  private async throttleCodes(phone: string, origin: RequestOrigin): Promise<void> {
    await this.throttle.hit(
      { key: `code:phone:${this.index(phone)}`, max: 5, windowSeconds: 3600 },
      { key: `code:address:${origin.ip ?? ''}`, max: 300, windowSeconds: 3600 },
    );
  }

  private sendCode(pending: Pending, replaces?: string, outer?: Tx): Promise<{ requestId: string }> {
    return this.work.run(async (tx) => {
      const { id, code } = await this.codes.issue(tx, {
        purpose: PURPOSE,
        phoneIndex: this.index(pending.phone),
        payload: pending,
        replaces,
      });
      await this.messages.send(tx, { to: pending.phone, purpose: PURPOSE, text: smsTexts.code(code) });
      return { requestId: id };
    }, outer);
  }

  private index(phone: string): string {
    return phoneIndex(this.keys, phone);
  }
}
