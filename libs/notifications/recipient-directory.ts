import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';

/** Somebody who may be written to, and where. `phone` is E.164. */
export interface Recipient {
  personId: string;
  phone: string;
}

export interface Recipients {
  /** Those who want messages for this purpose now, by id, from the one after `after` on. */
  willing(tx: Pick<Tx, 'query'>, purpose: string, page: { after: string | null; limit: number }): Promise<Recipient[]>;
}

/** Whom messages may go to: asked here, answered by the lib that knows people (identity). Without it nobody is written to. */
@Injectable()
export class RecipientDirectory {
  private recipients: Recipients | null = null;

  register(recipients: Recipients): void {
    this.recipients = recipients;
  }

  /** All of them, a page at a time. */
  async *pages(tx: Pick<Tx, 'query'>, purpose: string, limit = 500): AsyncGenerator<Recipient[]> {
    let after: string | null = null;
    while (this.recipients) {
      const page: Recipient[] = await this.recipients.willing(tx, purpose, { after, limit });
      if (page.length > 0) yield page;
      if (page.length < limit) return;
      after = page.at(-1)!.personId;
    }
  }
}
