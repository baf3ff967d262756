import { Injectable } from '@nestjs/common';
import { Messages } from '#libs/notifications';
import type { Tx } from '#libs/platform';
import { CONSENT_PURPOSES } from '../consents.service.js';
import { People } from '../people.service.js';

/** Takes back what waits to be sent to a person under a consent that no longer holds. */
@Injectable()
export class WaitingMessages {
  constructor(
    private readonly people: People,
    private readonly messages: Messages,
  ) {}

  /** Of one purpose, or of every optional one. */
  async cancel(tx: Tx, personId: string, purpose?: string): Promise<void> {
    const { phone } = await this.people.find(personId, tx);
    if (!phone) return;
    const optional = CONSENT_PURPOSES.filter(({ required }) => !required).map((known) => known.purpose);
    for (const each of purpose ? [purpose] : optional) await this.messages.cancel(tx, phone, each);
  }
}
