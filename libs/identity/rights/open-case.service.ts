import { Injectable } from '@nestjs/common';
import { Clock, KeyRing, UnitOfWork, clean, conflict, invalid, newId, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import { SAME_PRESS_MS } from '../verification-codes.service.js';
import { CaseLog } from './case-log.service.js';
import { LegalCalendar } from './legal-calendar.service.js';
import { CASE_KINDS, type CaseKind } from './rights-case.entity.js';
import { CASE_WISH } from './rights-fields.js';

const MAX_WISH = 2000;
/** Asking for these needs words: what is wrong, or what they object to. */
const NEEDS_WORDS: CaseKind[] = ['correct', 'object'];

export interface NewCase {
  kind: CaseKind;
  wish?: string;
}

/** Opens a request of a person about their own data and starts its clocks. */
@Injectable()
export class OpenCase {
  constructor(
    private readonly work: UnitOfWork,
    private readonly calendar: LegalCalendar,
    private readonly log: CaseLog,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** A second request of a kind while one is open is answered `case.open-already`, the same one sent twice is one. */
  async open(actor: Actor, request: NewCase, tx?: Tx): Promise<string> {
    const wish = clean(request.wish ?? '');
    const fields: Record<string, string> = {};
    if (!CASE_KINDS.includes(request.kind)) fields.kind = 'case.kind-required';
    else if (NEEDS_WORDS.includes(request.kind) && wish === '') fields.wish = 'case.wish-required';
    if (wish.length > MAX_WISH) fields.wish = 'case.wish-too-long';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    return this.work.run(async (open) => {
      const id = newId();
      const { replyDueOn, dueOn } = await this.calendar.termsOf(open, request.kind);
      const made = await open.query(
        `INSERT INTO rights_case (id, person_id, kind, opened_at, opened_by, wish_cipher, reply_due_on, due_on)
         VALUES ($1, $2, $3, $4, $2, $5, $6, $7) ON CONFLICT (person_id, kind) WHERE state = 'open' DO NOTHING RETURNING id`,
        [
          id,
          actor.personId,
          request.kind,
          this.clock.now(),
          wish === '' ? null : this.keys.encrypt(wish, CASE_WISH),
          replyDueOn,
          dueOn,
        ],
      );
      if (made.length === 0) return this.sentBefore(open, actor, request.kind, wish);
      await this.log.append(open, actor, id, 'open');
      return id;
    }, tx);
  }

  private async sentBefore(tx: Tx, actor: Actor, kind: CaseKind, wish: string): Promise<string> {
    const [standing] = await tx.query(
      `SELECT id, wish_cipher AS cipher FROM rights_case
       WHERE person_id = $1 AND kind = $2 AND state = 'open' AND opened_at > $3`,
      [actor.personId, kind, new Date(this.clock.now().getTime() - SAME_PRESS_MS)],
    );
    const said = standing?.cipher ? this.keys.decrypt(standing.cipher, CASE_WISH) : '';
    if (!standing || said !== wish) throw conflict('case.open-already');
    return standing.id;
  }
}
