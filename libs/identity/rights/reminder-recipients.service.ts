import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RecipientDirectory, type Recipient, type Recipients } from '#libs/notifications';
import { Clock, KeyRing, type Tx } from '#libs/platform';
import { PHONE } from '../identity-fields.js';
import { GUARDIAN_AGE } from './guardian-age.js';

const NOBODY = '00000000-0000-0000-0000-000000000000';

// From those who were asked, in the order of their ids, as far as the page is full. OFFSET 0 keeps the order of work as
// written: left free, the planner reads everybody for every page.
const WILLING = `SELECT s.person_id AS "personId", i.phone_cipher AS cipher FROM (
    SELECT c.person_id, (array_agg(c.action ORDER BY c.at DESC, c.id DESC))[1] AS last FROM consent c
    WHERE c.purpose = $1 AND c.person_id > $2::uuid GROUP BY c.person_id ORDER BY c.person_id OFFSET 0) s
  CROSS JOIN LATERAL (SELECT i.phone_cipher FROM identity i
    WHERE i.person_id = s.person_id AND i.phone_cipher IS NOT NULL AND i.phone_verified_at IS NOT NULL AND i.restricted_at IS NULL
      AND coalesce(extract(year FROM i.birth_date), i.birth_year) <= extract(year FROM $4::date) - $5::int OFFSET 0) i
  CROSS JOIN LATERAL (SELECT FROM account a WHERE a.person_id = s.person_id AND a.disabled_at IS NULL OFFSET 0) a
  WHERE s.last = 'given' ORDER BY s.person_id LIMIT $3`;

/**
 * Who may be written to for an optional purpose: the last word on it is yes, the phone was confirmed by a code, the
 * account is open, the data is not restricted. Nobody under sixteen: a child alone cannot agree to more than learning.
 */
@Injectable()
export class ReminderRecipients implements Recipients, OnModuleInit {
  constructor(
    private readonly directory: RecipientDirectory,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.directory.register(this);
  }

  async willing(
    tx: Pick<Tx, 'query'>,
    purpose: string,
    page: { after: string | null; limit: number },
  ): Promise<Recipient[]> {
    const rows: { personId: string; cipher: string }[] = await tx.query(WILLING, [
      purpose,
      page.after ?? NOBODY,
      page.limit,
      this.clock.today(),
      GUARDIAN_AGE,
    ]);
    return rows.map(({ personId, cipher }) => ({ personId, phone: this.keys.decrypt(cipher, PHONE) }));
  }
}
