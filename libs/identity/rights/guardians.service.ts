import { Injectable } from '@nestjs/common';
import { Messages } from '#libs/notifications';
import {
  AuditLog,
  Clock,
  KeyRing,
  Throttle,
  UnitOfWork,
  canonicalJson,
  clean,
  conflict,
  invalid,
  type Tx,
} from '#libs/platform';
import type { Actor } from '../actor.js';
import { Consents, LEARNING_CONSENT } from '../consents.service.js';
import { phoneIndex } from '../identity-fields.js';
import { People } from '../people.service.js';
import { isMobile, normalisePhone } from '../phone.js';
import { smsTexts } from '../texts.vi.js';
import { VerificationCodes, codeRefusal } from '../verification-codes.service.js';
import type { Guardian } from './rights-case.entity.js';
import { GUARDIAN_NAME, GUARDIAN_PHONE } from './rights-fields.js';

const PURPOSE = 'guardian';

export interface GuardianForm {
  name: string;
  relation: string;
  phone: string;
}

type Pending = { personId: string; name: string; relation: Guardian['relation']; phone: string };

/** A parent or guardian consents for somebody under sixteen, by a code to their own phone or before a facilitator. */
@Injectable()
export class Guardians {
  constructor(
    private readonly work: UnitOfWork,
    private readonly people: People,
    private readonly consents: Consents,
    private readonly codes: VerificationCodes,
    private readonly messages: Messages,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Sends the code; the message says what a yes means. */
  async begin(actor: Actor, form: GuardianForm): Promise<{ requestId: string }> {
    const own = await this.people.find(actor.personId);
    const phone = normalisePhone(form.phone);
    const fields = guardianProblems(form);
    if (!phone || !isMobile(phone)) fields.phone = 'guardian.phone-invalid';
    else if (phone === own.phone) fields.phone = 'guardian.phone-own';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    const index = phoneIndex(this.keys, phone!);
    await this.throttle.hit(
      { key: `code:phone:${index}`, max: 5, windowSeconds: 3600 },
      { key: `guardian:person:${actor.personId}`, max: 10, windowSeconds: 86_400 },
    );
    const pending: Pending = {
      personId: actor.personId,
      name: clean(form.name),
      relation: form.relation as Guardian['relation'],
      phone: phone!,
    };
    return this.work.run(async (tx) => {
      const waiting = await this.codes.waiting<Pending>(tx, PURPOSE, index);
      const twice = waiting.find(({ payload }) => canonicalJson(payload) === canonicalJson(pending));
      if (twice) return { requestId: twice.id };
      const { id, code } = await this.codes.issue(tx, { purpose: PURPOSE, phoneIndex: index, payload: pending });
      await this.messages.send(tx, { to: phone!, purpose: PURPOSE, text: smsTexts.guardianCode(code) });
      return { requestId: id };
    });
  }

  async confirm(actor: Actor, requestId: string, code: string): Promise<void> {
    const outcome = await this.work.run(async (tx) => {
      const checked = await this.codes.check<Pending>(tx, requestId, code, PURPOSE);
      if (checked.state !== 'right') return checked;
      // A code asked for by somebody else is none for this one.
      if (checked.payload.personId !== actor.personId) return { state: 'ended' as const };
      await this.record(tx, actor, { ...checked.payload, method: 'code' });
      return null;
    });
    if (outcome) throw codeRefusal(outcome);
  }

  /** The guardian said yes before the facilitator, who answers for it. Joins the transaction that makes the account. */
  async attest(tx: Tx, facilitator: Actor, personId: string, form: GuardianForm): Promise<void> {
    const fields = guardianProblems(form);
    const phone = form.phone === '' ? null : normalisePhone(form.phone);
    if (form.phone !== '' && !phone) fields.phone = 'guardian.phone-invalid';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    if (facilitator.personId === personId) throw conflict('case.own');
    const relation = form.relation as Guardian['relation'];
    await this.record(tx, facilitator, { personId, name: clean(form.name), relation, phone, method: 'attested' });
  }

  private async record(
    tx: Tx,
    actor: Actor,
    guardian: Omit<Pending, 'phone'> & { phone: string | null; method: Guardian['method'] },
  ): Promise<void> {
    const { personId, method } = guardian;
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO guardian (person_id, name_cipher, relation, phone_cipher, method, attested_by, consented_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person_id) DO NOTHING`,
      [
        personId,
        this.keys.encrypt(guardian.name, GUARDIAN_NAME),
        guardian.relation,
        guardian.phone && this.keys.encrypt(guardian.phone, GUARDIAN_PHONE),
        method,
        method === 'attested' ? actor.personId : null,
        now,
      ],
    );
    await tx.query(
      'UPDATE identity SET guardian_consented_at = coalesce(guardian_consented_at, $2) WHERE person_id = $1',
      [personId, now],
    );
    await this.consents.give(tx, personId, { ...LEARNING_CONSENT, method: `guardian-${method}` });
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: 'guardian.consent',
      subjectType: 'person',
      subjectId: personId,
      details: { method },
      origin: actor.origin,
    });
  }
}

/** Codes beside the fields that will not do. */
export function guardianProblems(form: Pick<GuardianForm, 'name' | 'relation'>): Record<string, string> {
  const fields: Record<string, string> = {};
  const letters = form.name.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 2 || form.name.length > 100) fields.name = 'guardian.name-required';
  if (form.relation !== 'parent' && form.relation !== 'guardian') fields.relation = 'guardian.relation-required';
  return fields;
}
