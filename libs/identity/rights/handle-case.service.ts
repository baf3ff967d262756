import { Injectable } from '@nestjs/common';
import { Messages } from '#libs/notifications';
import { Clock, KeyRing, UnitOfWork, clean, conflict, invalid, notFound, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import { Consents, purposeOf } from '../consents.service.js';
import { People } from '../people.service.js';
import { smsTexts } from '../texts.vi.js';
import { CaseLog } from './case-log.service.js';
import { CorrectPerson } from './correct-person.service.js';
import type { Correction } from './correction.policy.js';
import type { GuardianCorrection } from './guardian-correction.policy.js';
import { ErasePerson } from './erase-person.service.js';
import { LegalCalendar } from './legal-calendar.service.js';
import { PeopleInReach } from './people-in-reach.js';
import { PersonalExports } from './personal-exports.service.js';
import { Restriction } from './restriction.service.js';
import { WaitingMessages } from './waiting-messages.service.js';
import type { RightsCase } from './rights-case.entity.js';
import { CASE_ANSWER } from './rights-fields.js';

const MAX_TEXT = 2000;

export interface CaseAnswer extends Correction, GuardianCorrection {
  text: string;
  /** Number of the paper or record that shows it was done; never a name. */
  evidence?: string;
}

type OpenCaseRow = Pick<RightsCase, 'id' | 'personId' | 'kind' | 'dueOn' | 'extendedTo' | 'repliedAt'>;

/** What those at the desk do with a case of somebody in their reach (`scope.outside` for another). Every step is an event of the case and of the audit. */
@Injectable()
export class HandleCase {
  constructor(
    private readonly work: UnitOfWork,
    private readonly calendar: LegalCalendar,
    private readonly log: CaseLog,
    private readonly people: People,
    private readonly correct: CorrectPerson,
    private readonly consents: Consents,
    private readonly restriction: Restriction,
    private readonly exports: PersonalExports,
    private readonly erase: ErasePerson,
    private readonly messages: Messages,
    private readonly waiting: WaitingMessages,
    private readonly reach: PeopleInReach,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** The reply the law wants within two working days: that it came in, and what happens now. */
  async reply(actor: Actor, id: string, text: string): Promise<void> {
    const note = textOf(text, 'text', 'case.text-required');
    await this.change(actor, id, async (tx, row) => {
      if (row.repliedAt) throw conflict('case.replied-already');
      await tx.query('UPDATE rights_case SET replied_at = $2 WHERE id = $1', [id, this.clock.now()]);
      await this.log.append(tx, actor, id, 'reply', note);
    });
  }

  /** Once, before the term has run out, with a reason that the person reads. */
  async extend(actor: Actor, id: string, reason: string): Promise<void> {
    const note = textOf(reason, 'reason', 'case.reason-required');
    await this.change(actor, id, async (tx, row) => {
      if (row.extendedTo) throw conflict('case.extended-already');
      if (row.dueOn < this.clock.today()) throw conflict('case.too-late-to-extend');
      const until = await this.calendar.extended(tx, row.kind, row.dueOn);
      if (!until) throw conflict('case.not-extendable');
      await tx.query('UPDATE rights_case SET extended_to = $2, extended_at = $3 WHERE id = $1', [
        id,
        until,
        this.clock.now(),
      ]);
      await this.log.append(tx, actor, id, 'extend', note);
    });
  }

  async refuse(actor: Actor, id: string, answer: CaseAnswer): Promise<void> {
    const text = textOf(answer.text, 'text', 'case.reason-required');
    await this.change(actor, id, async (tx, row) => {
      // Somebody who took back the consent and is refused the rest stays restricted: the consent is gone all the same.
      await this.close(tx, actor, row, 'refused', text, answer.evidence);
    });
  }

  /** Does what was asked and closes the case, together or not at all. */
  async fulfil(actor: Actor, id: string, answer: CaseAnswer): Promise<void> {
    const text = textOf(answer.text, 'text', 'case.text-required');
    await this.change(actor, id, async (tx, row) => {
      if (row.personId === actor.personId) throw conflict('case.own');
      await this.close(tx, actor, row, 'fulfilled', text, answer.evidence);
      await this.act(tx, actor, row, answer);
    });
  }

  private async act(tx: Tx, actor: Actor, { id, personId, kind }: OpenCaseRow, answer: CaseAnswer): Promise<void> {
    if (kind === 'delete' || kind === 'withdraw') await this.erasePerson(tx, actor, id, personId);
    if (kind === 'restrict' || kind === 'object') await this.waiting.cancel(tx, personId);
    if (kind === 'restrict') await this.restriction.begin(tx, personId);
    if (kind === 'export') await this.exports.order(tx, personId, id);
    if (kind === 'correct') await this.correct.run(tx, actor, personId, answer);
    if (kind === 'object') await this.stopOptional(tx, personId);
  }

  /** The last message of all: nobody can sign in any more to read the answer. */
  private async erasePerson(tx: Tx, actor: Actor, caseId: string, personId: string): Promise<void> {
    const { phone } = await this.people.find(personId, tx);
    await this.erase.run(tx, { personId, caseId, by: actor.personId, origin: actor.origin });
    if (phone) await this.messages.send(tx, { to: phone, purpose: 'rights', text: smsTexts.erased });
  }

  private async stopOptional(tx: Tx, personId: string): Promise<void> {
    for (const state of await this.consents.current(personId, tx)) {
      const optional = purposeOf(state.purpose)?.required === false;
      if (optional && state.action === 'given')
        await this.consents.withdraw(tx, personId, { ...state, method: 'rights-case' });
    }
  }

  private async close(
    tx: Tx,
    actor: Actor,
    { id, repliedAt }: OpenCaseRow,
    state: 'fulfilled' | 'refused',
    text: string,
    evidence = '',
  ): Promise<void> {
    const now = this.clock.now();
    await tx.query(
      `UPDATE rights_case SET state = $2, closed_at = $3, closed_by = $4, answer_cipher = $5, evidence = $6, replied_at = $7 WHERE id = $1`,
      [
        id,
        state,
        now,
        actor.personId,
        this.keys.encrypt(text, CASE_ANSWER),
        clean(evidence).slice(0, 200) || null,
        repliedAt ?? now,
      ],
    );
    await tx.query(
      `UPDATE desk_task SET done_at = $2 WHERE subject_type = 'rights_case' AND subject_id = $1 AND done_at IS NULL`,
      [id, now],
    );
    await this.log.append(tx, actor, id, state === 'fulfilled' ? 'fulfil' : 'refuse');
  }

  private async change(actor: Actor, id: string, step: (tx: Tx, row: OpenCaseRow) => Promise<void>): Promise<void> {
    await this.work.run(async (tx) => {
      const [row] = await tx.query(
        `SELECT id, person_id AS "personId", kind, state, due_on AS "dueOn", extended_to AS "extendedTo", replied_at AS "repliedAt"
         FROM rights_case WHERE id = $1 FOR UPDATE`,
        [id],
      );
      if (!row) throw notFound('case.unknown');
      await this.reach.assert(actor, 'rights.handle', row.personId, tx);
      if (row.state !== 'open') throw conflict('case.closed');
      await step(tx, row);
    });
  }
}

function textOf(text: string | undefined, field: string, code: string): string {
  const value = clean(text ?? '');
  if (value === '') throw invalid(code, { [field]: code });
  if (value.length > MAX_TEXT) throw invalid('case.text-too-long', { [field]: 'case.text-too-long' });
  return value;
}
