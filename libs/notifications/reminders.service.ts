import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, RuntimeConfig, newId, type Tx } from '#libs/platform';
import { Messages } from './messages.service.js';
import type { Recipient } from './recipient-directory.js';

const DAY_MS = 86_400_000;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface NewReminder {
  to: Recipient;
  purpose: string;
  kind: string;
  /** The same subject is reminded of once. */
  subject: string;
  /** The cap: not within so many days of the last reminder of this purpose. */
  everyDays: number;
  /** `site` has no slash at its end; `stop` is the link that ends these messages. */
  text: (links: { site: string; stop: string }) => string;
}

/** Messages that nobody waits for: once each, not too often, at no hour of the night, and with a way to end them. */
@Injectable()
export class Reminders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly messages: Messages,
    private readonly config: RuntimeConfig,
    private readonly clock: Clock,
  ) {}

  /** Answers whether one goes out. */
  async send(tx: Tx, { to, purpose, kind, subject, everyDays, text }: NewReminder): Promise<boolean> {
    const token = randomBytes(12).toString('base64url');
    const now = this.clock.now();
    const made = await tx.query(
      `INSERT INTO reminder (id, person_id, purpose, kind, subject, opt_out_hash, created_at)
       SELECT $1, $2, $3, $4, $5, $6, $7
       WHERE NOT EXISTS (SELECT FROM reminder WHERE person_id = $2 AND purpose = $3 AND created_at > $8)
       ON CONFLICT (person_id, kind, subject) DO NOTHING RETURNING id`,
      [newId(), to.personId, purpose, kind, subject, hashOf(token), now, new Date(now.getTime() - everyDays * DAY_MS)],
    );
    if (made.length === 0) return false;
    const site = this.config.baseUrl.replace(/\/$/, '');
    const body = text({ site, stop: `${site}/nhac/${token}` });
    await this.messages.send(tx, { to: to.phone, purpose, text: body, polite: true });
    return true;
  }

  /** Whose messages the link ends, and which; null for a link that was never sent or is too old. */
  async ofLink(token: string): Promise<{ personId: string; purpose: string } | null> {
    if (!/^[\w-]{16}$/.test(token)) return null;
    const [row] = await this.dataSource.query(
      'SELECT person_id AS "personId", purpose FROM reminder WHERE opt_out_hash = $1',
      [hashOf(token)],
    );
    return row ?? null;
  }
}
