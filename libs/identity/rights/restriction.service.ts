import { Injectable } from '@nestjs/common';
import { Clock, PersonalData, conflict, UnitOfWork, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import { Consents, LEARNING_CONSENT } from '../consents.service.js';

/**
 * While it lasts the person is in no list and no search, under none of their ids, and nothing new is kept of their
 * learning; figures count them.
 */
@Injectable()
export class Restriction {
  constructor(
    private readonly work: UnitOfWork,
    private readonly consents: Consents,
    private readonly data: PersonalData,
    private readonly clock: Clock,
  ) {}

  async begin(tx: Tx, personId: string): Promise<void> {
    await tx.query('UPDATE identity SET restricted_at = coalesce(restricted_at, $2) WHERE person_id = ANY($1)', [
      await this.data.idsOf(tx, personId),
      this.clock.now(),
    ]);
  }

  async since(personId: string, tx: Tx): Promise<Date | null> {
    const [row] = await tx.query('SELECT restricted_at AS at FROM identity WHERE person_id = $1', [personId]);
    return row?.at ?? null;
  }

  /** The person's own word; refused while the base consent is withdrawn, which only giving it again undoes. */
  async lift(actor: Actor): Promise<void> {
    await this.work.run(async (tx) => {
      const base = (await this.consents.current(actor.personId, tx)).find(
        ({ purpose }) => purpose === LEARNING_CONSENT.purpose,
      );
      if (base?.action === 'withdrawn') throw conflict('restriction.consent-withdrawn');
      await this.end(tx, actor.personId);
    });
  }

  async end(tx: Tx, personId: string): Promise<void> {
    await tx.query('UPDATE identity SET restricted_at = NULL WHERE person_id = ANY($1)', [
      await this.data.idsOf(tx, personId),
    ]);
  }
}
