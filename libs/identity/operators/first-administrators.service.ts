import { Injectable } from '@nestjs/common';
import { Units, type Tree } from '#libs/organisation';
import {
  AuditLog,
  Clock,
  KeyRing,
  UnitOfWork,
  clean,
  conflict,
  fold,
  invalid,
  type RequestOrigin,
  type Tx,
} from '#libs/platform';
import { Consents, LEARNING_CONSENT } from '../consents.service.js';
import { Grants } from '../grants.service.js';
import { phoneIndexes } from '../identity-fields.js';
import { Accounts } from '../accounts.service.js';
import { hashPassword, passwordProblem } from '../password.js';
import { People } from '../people.service.js';
import { isMobile, normalisePhone } from '../phone.js';
import { Entrance, type Entered } from '../security/entrance.service.js';
import { PasswordRules } from '../security/password-rules.service.js';
import { readReason } from '../security/reason.js';
import { Sessions } from '../sessions.service.js';
import { VerificationCodes, codeRefusal } from '../verification-codes.service.js';
import { lockAdministrators, standingAdministrators } from './standing-administrators.js';

export const INVITATION_HOURS = 24;
const PURPOSE = 'administrator';
const TREES: Tree[] = ['territory', 'state', 'party'];

export interface NewAdministrator {
  fullName: string;
  phone: string;
  /** Why one more is made although there is an administrator already; null for the first. */
  another: string | null;
}

/** `invited`: the code under which `accept` makes the account. `granted`: the phone had one, of this very name. */
export type Invitation =
  { made: 'invited'; requestId: string; code: string; expiresAt: Date } | { made: 'granted'; personId: string };

interface Pending {
  fullName: string;
  phone: string;
  reason: string | null;
}

export interface AcceptForm {
  requestId: string;
  code: string;
  password: string;
  consent: boolean;
}

/**
 * Administrators whom nobody can grant yet: made by whoever may run commands on the machine. Nothing stands before the
 * person has set a password of their own; the role covers every tree there is.
 */
@Injectable()
export class FirstAdministrators {
  constructor(
    private readonly work: UnitOfWork,
    private readonly units: Units,
    private readonly people: People,
    private readonly accounts: Accounts,
    private readonly grants: Grants,
    private readonly consents: Consents,
    private readonly rules: PasswordRules,
    private readonly entrance: Entrance,
    private readonly sessions: Sessions,
    private readonly codes: VerificationCodes,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Refuses `administrator.exists` without a reason for another. Asked again for a phone, the earlier code ends. */
  async invite(wanted: NewAdministrator): Promise<Invitation> {
    const pending = { ...read(wanted), reason: wanted.another === null ? null : readReason(wanted.another) };
    return this.work.run(async (tx) => {
      await lockAdministrators(tx);
      const earlier = await this.openInvitations(tx);
      const others = earlier.filter(({ phoneIndex }) => !phoneIndexes(this.keys, pending.phone).includes(phoneIndex));
      const standing = await standingAdministrators(tx, this.clock.today());
      if (pending.reason === null && standing.length + others.length > 0) throw conflict('administrator.exists');
      await this.roots();
      const account = await this.accounts.byPhone(tx, pending.phone);
      if (account) return this.promote(tx, account.personId, pending);
      for (const { id } of earlier.filter((one) => !others.includes(one)))
        await tx.query('DELETE FROM verification_code WHERE id = $1', [id]);
      const { id, code, expiresAt } = await this.codes.issue(tx, {
        purpose: PURPOSE,
        phoneIndex: phoneIndexes(this.keys, pending.phone)[0]!,
        payload: pending,
        minutes: INVITATION_HOURS * 60,
      });
      await this.note(tx, 'administrator.invite', 'invitation', id, pending.reason);
      return { made: 'invited', requestId: id, code, expiresAt };
    });
  }

  /** Makes person, account and role; what is still owed is the second factor. */
  async accept(form: AcceptForm, origin: RequestOrigin, userAgent?: string): Promise<Entered> {
    if (!form.consent) throw invalid('form.invalid', { consent: 'consent.required' });
    // As with every code: a wrong try is counted in a transaction that commits, a right one is used up with what it makes.
    const outcome = await this.work.run(async (tx) => {
      const checked = await this.codes.check<Pending>(tx, form.requestId, form.code, PURPOSE);
      if (checked.state !== 'right') return checked;
      const personId = await this.makeAccount(tx, checked.payload, form.password, origin);
      return { state: 'made' as const, entered: await this.entrance.open(tx, personId, origin, userAgent) };
    });
    if (outcome.state !== 'made') throw codeRefusal(outcome);
    return outcome.entered;
  }

  private async makeAccount(tx: Tx, pending: Pending, password: string, origin: RequestOrigin): Promise<string> {
    const { fullName, phone, reason } = pending;
    const minLength = this.rules.minLength(false);
    const problem = passwordProblem(password, { minLength, phone, fullName });
    if (problem) throw invalid(problem, { password: problem }, { minLength });
    await this.accounts.claim(tx, phone);
    const known = await this.people.recognise(tx, { fullName, phone, birthYear: null });
    const personId = known ?? (await this.people.create(tx, { fullName, phone }));
    await this.accounts.insert(tx, { personId, phone, passwordHash: await hashPassword(password) });
    await this.consents.give(tx, personId, { ...LEARNING_CONSENT, method: 'administrator-form' });
    await this.audit.append(tx, {
      actorId: personId,
      action: 'account.create',
      subjectType: 'person',
      subjectId: personId,
      details: { knownFromRoster: known !== null },
      origin,
    });
    await this.grant(tx, personId, reason, origin);
    return personId;
  }

  /** Somebody who signs in already keeps their password; the second factor is asked at the next sign-in. */
  private async promote(tx: Tx, personId: string, pending: Pending): Promise<Invitation> {
    const { fullName } = await this.people.find(personId, tx);
    if (fold(fullName) !== fold(pending.fullName)) throw conflict('administrator.phone-of-another');
    if ((await standingAdministrators(tx, this.clock.today())).includes(personId)) throw conflict('grant.held');
    await this.grant(tx, personId, pending.reason);
    await this.sessions.endAll(tx, personId, { tokens: true });
    return { made: 'granted', personId };
  }

  private async grant(tx: Tx, personId: string, reason: string | null, origin?: RequestOrigin): Promise<void> {
    const unitIds = await this.roots();
    const from = this.clock.today();
    await this.grants.grant(tx, {
      personId,
      role: 'administrator',
      unitIds,
      from,
      by: null,
      reason: reason ?? undefined,
      origin,
    });
  }

  private async roots(): Promise<string[]> {
    const roots = await Promise.all(TREES.map((tree) => this.units.roots(tree, this.clock.today())));
    const ids = roots.flat().map(({ id }) => id);
    if (ids.length === 0) throw conflict('administrator.no-units');
    return ids;
  }

  private openInvitations(tx: Tx): Promise<{ id: string; phoneIndex: string }[]> {
    return tx.query(
      `SELECT id, phone_index AS "phoneIndex" FROM verification_code
       WHERE purpose = $1 AND consumed_at IS NULL AND expires_at > $2 ORDER BY id`,
      [PURPOSE, this.clock.now()],
    );
  }

  private note(tx: Tx, action: string, subjectType: string, subjectId: string, purpose: string | null): Promise<void> {
    return this.audit.append(tx, {
      action,
      subjectType,
      subjectId,
      purpose: purpose ?? undefined,
      details: { by: 'operator' },
    });
  }
}

function read({ fullName, phone: text }: NewAdministrator): { fullName: string; phone: string } {
  const name = clean(fullName);
  const phone = normalisePhone(text);
  if ((name.match(/\p{L}/gu)?.length ?? 0) < 2 || name.length > 100)
    throw invalid('name.required', { fullName: 'name.required' });
  if (!phone || !isMobile(phone)) throw invalid('phone.invalid', { phone: 'phone.invalid' });
  return { fullName: name, phone };
}
