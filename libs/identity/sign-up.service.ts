import { Injectable } from '@nestjs/common';
import { Messages } from '#libs/notifications';
import { Units } from '#libs/organisation';
import { Clock, DomainError, KeyRing, Throttle, UnitOfWork, clean, invalid, newId, type RequestOrigin, type Tx } from '#libs/platform';
import { Consents, LEARNING_CONSENT } from './consents.service.js';
import { phoneIndex } from './identity-fields.js';
import { hashPassword, passwordProblem } from './password.js';
import { People } from './people.service.js';
import { normalisePhone } from './phone.js';
import { Sessions } from './sessions.service.js';
import { SignUpListeners } from './sign-up-listeners.js';
import { VerificationCodes, type CodeOutcome } from './verification-codes.service.js';

const PURPOSE = 'sign-up';
/** Children below this age need a guardian's consent, which a form alone cannot give (Luật 91/2025/QH15). */
const GUARDIAN_AGE = 16;

export interface SignUpForm {
  fullName: string;
  phone: string;
  password: string;
  birthYear: number;
  communeId: string;
  consent: boolean;
}

interface Pending {
  fullName: string;
  phone: string;
  passwordHash: string;
  birthYear: number;
  communeId: string;
  consentedAt: string;
}

/** Nothing is created before the phone is confirmed, and a phone that is known is answered like one that is not. */
@Injectable()
export class SignUp {
  constructor(
    private readonly work: UnitOfWork,
    private readonly units: Units,
    private readonly people: People,
    private readonly consents: Consents,
    private readonly sessions: Sessions,
    private readonly codes: VerificationCodes,
    private readonly messages: Messages,
    private readonly listeners: SignUpListeners,
    private readonly throttle: Throttle,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Sends a code and gives the id under which `confirm` takes it. */
  async begin(form: SignUpForm, origin: RequestOrigin): Promise<{ requestId: string }> {
    const phone = await this.check(form);
    await this.throttle.hit(
      { key: `code:phone:${phoneIndex(this.keys, phone)}`, max: 4, windowSeconds: 3600 },
      { key: `code:address:${origin.ip ?? ''}`, max: 200, windowSeconds: 3600 },
    );
    const pending: Pending = {
      fullName: clean(form.fullName), phone, passwordHash: await hashPassword(form.password),
      birthYear: form.birthYear, communeId: form.communeId, consentedAt: this.clock.now().toISOString(),
    };
    return this.work.run((tx) => this.sendCode(tx, pending));
  }

  async resend(requestId: string): Promise<{ requestId: string }> {
    return this.work.run(async (tx) => {
      const pending = (await this.codes.pending(tx, requestId, PURPOSE)) as Pending | null;
      if (!pending) throw new DomainError('gone', 'code.ended');
      await this.throttle.hit({ key: `code:phone:${phoneIndex(this.keys, pending.phone)}`, max: 4, windowSeconds: 3600 });
      return this.sendCode(tx, pending);
    });
  }

  /** Makes the person and account, and signs them in. */
  async confirm(requestId: string, code: string, origin: RequestOrigin, userAgent?: string): Promise<{ token: string; personId: string }> {
    // A wrong try must be counted, so the counting is not undone with what a refusal undoes.
    const outcome = await this.work.run((tx) => this.codes.check(tx, requestId, code, PURPOSE));
    const pending = payloadOf(outcome) as Pending;
    return this.work.run(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [phoneIndex(this.keys, pending.phone)]);
      const [known] = await tx.query('SELECT 1 FROM account WHERE login_index = $1', [phoneIndex(this.keys, pending.phone)]);
      if (known) throw new DomainError('conflict', 'sign-up.phone-has-account', {}, {});
      const personId = await this.people.create(tx, { fullName: pending.fullName, birthYear: pending.birthYear, phone: pending.phone, phoneVerified: true });
      await tx.query('INSERT INTO account (id, person_id, login_index, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)', [
        newId(), personId, phoneIndex(this.keys, pending.phone), pending.passwordHash, this.clock.now(),
      ]);
      await this.consents.give(tx, personId, { ...LEARNING_CONSENT, method: 'sign-up-form' });
      await this.listeners.tell(tx, { personId, communeId: pending.communeId });
      return { personId, ...(await this.sessions.start(tx, personId, origin, userAgent)) };
    });
  }

  private async check(form: SignUpForm): Promise<string> {
    const fields: Record<string, string> = {};
    const phone = normalisePhone(form.phone);
    if (!/\p{L}{2,}/u.test(form.fullName)) fields.fullName = 'name.required';
    if (!phone) fields.phone = 'phone.invalid';
    const weak = passwordProblem(form.password, phone ?? '+84');
    if (weak) fields.password = weak;
    const age = Number(this.clock.today().slice(0, 4)) - form.birthYear;
    if (!Number.isInteger(form.birthYear) || age < 6 || age > 120) fields.birthYear = 'birth-year.invalid';
    else if (age < GUARDIAN_AGE) fields.birthYear = 'birth-year.guardian';
    if (!(await this.isCommune(form.communeId))) fields.communeId = 'commune.required';
    if (!form.consent) fields.consent = 'consent.required';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    return phone!;
  }

  private async isCommune(id: string): Promise<boolean> {
    if (!/^[0-9a-f-]{36}$/.test(id)) return false;
    const unit = await this.units.find(id).catch(() => null);
    return unit?.tree === 'territory' && (unit.kind === 'commune' || unit.kind === 'ward');
  }

  private async sendCode(tx: Tx, pending: Pending): Promise<{ requestId: string }> {
    const { id, code } = await this.codes.issue(tx, { purpose: PURPOSE, phoneIndex: phoneIndex(this.keys, pending.phone), payload: pending });
    await this.messages.send(tx, { to: pending.phone, purpose: PURPOSE, text: codeText(code) });
    return { requestId: id };
  }
}

function payloadOf(outcome: CodeOutcome): unknown {
  if (outcome.state === 'right') return outcome.payload;
  if (outcome.state === 'ended' || outcome.triesLeft === 0) throw new DomainError('gone', 'code.ended', {}, { code: 'code.ended' });
  throw invalid('code.wrong', { code: 'code.wrong' }, { triesLeft: outcome.triesLeft });
}

/** Without tones: some phones show a tone as a question mark, and a plain text is one SMS instead of two. */
const codeText = (code: string) => `Hoc Vu So: ma xac nhan cua ban la ${code}, dung trong 10 phut. Khong doc ma nay cho bat ky ai.`;
