import { Injectable } from '@nestjs/common';
import { Reminders } from '#libs/notifications';
import { Clock, UnitOfWork, invalid, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import { CONSENT_PURPOSES, Consents, purposeOf, type ConsentState } from '../consents.service.js';
import { can } from '../permissions.js';
import { CaseLog } from './case-log.service.js';
import { OpenCase } from './open-case.service.js';
import { Restriction } from './restriction.service.js';
import { WaitingMessages } from './waiting-messages.service.js';

export interface OwnConsent {
  purpose: string;
  /** The wording in force now. */
  textVersion: string;
  required: boolean;
  /** The last word; null: never asked. */
  state: ConsentState | null;
}

const METHOD = 'own-page';

/** A person gives and takes back consent, purpose by purpose, and what follows from it follows at once. */
@Injectable()
export class OwnConsents {
  constructor(
    private readonly work: UnitOfWork,
    private readonly consents: Consents,
    private readonly waiting: WaitingMessages,
    private readonly reminders: Reminders,
    private readonly restriction: Restriction,
    private readonly cases: OpenCase,
    private readonly log: CaseLog,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor): Promise<OwnConsent[]> {
    const current = await this.consents.current(actor.personId);
    const stateOf = (purpose: string) => current.find((state) => state.purpose === purpose) ?? null;
    return CONSENT_PURPOSES.filter(
      ({ purpose, permission }) => !permission || can(actor, permission) || stateOf(purpose) !== null,
    ).map(({ purpose, textVersion, required }) => ({ purpose, textVersion, required, state: stateOf(purpose) }));
  }

  async give(actor: Actor, purpose: string): Promise<void> {
    const text = purposeOf(purpose);
    if (!text || (text.permission && !can(actor, text.permission))) throw invalid('consent.unknown');
    await this.work.run(async (tx) => {
      await this.consents.give(tx, actor.personId, { purpose, textVersion: text.textVersion, method: METHOD });
      if (text.required) await this.comeBack(tx, actor);
    });
  }

  /**
   * An optional purpose stops, with what waits to be sent for it. Without the base consent nothing more may be kept: the
   * data is restricted at once and a case begins whose end is the erasure. Answers its id.
   */
  async withdraw(actor: Actor, purpose: string): Promise<{ caseId: string | null }> {
    const text = purposeOf(purpose);
    if (!text) throw invalid('consent.unknown');
    return this.work.run(async (tx) => {
      const last = (await this.consents.current(actor.personId, tx)).find((state) => state.purpose === purpose);
      await this.consents.withdraw(tx, actor.personId, {
        purpose,
        textVersion: last?.textVersion ?? text.textVersion,
        method: METHOD,
      });
      await this.waiting.cancel(tx, actor.personId, text.required ? undefined : purpose);
      if (!text.required) return { caseId: null };
      await this.restriction.begin(tx, actor.personId);
      return { caseId: await this.cases.open(actor, { kind: 'withdraw' }, tx) };
    });
  }

  /** By the link of a reminder, from a phone where nobody is signed in. Answers what it was about; null: no such link. */
  async withdrawByLink(token: string): Promise<string | null> {
    const link = await this.reminders.ofLink(token);
    const text = link && purposeOf(link.purpose);
    if (!text || text.required) return null;
    await this.work.run(async (tx) => {
      const last = (await this.consents.current(link.personId, tx)).find(({ purpose }) => purpose === link.purpose);
      if (last?.action !== 'given') return;
      await this.consents.withdraw(tx, link.personId, { ...last, method: 'reminder-link' });
      await this.waiting.cancel(tx, link.personId, link.purpose);
    });
    return link.purpose;
  }

  /** Consent given again before the erasure: the case falls away and the data may be used again. */
  private async comeBack(tx: Tx, actor: Actor): Promise<void> {
    const [closed] = await tx.query(
      `UPDATE rights_case SET state = 'cancelled', closed_at = $2, closed_by = $1
       WHERE person_id = $1 AND kind = 'withdraw' AND state = 'open' RETURNING id`,
      [actor.personId, this.clock.now()],
    );
    for (const { id } of closed) await this.log.append(tx, actor, id, 'cancel');
    if (closed.length > 0) await this.restriction.end(tx, actor.personId);
  }
}
