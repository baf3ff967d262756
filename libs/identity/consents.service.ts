import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, newId, type Tx } from '#libs/platform';
import type { Permission } from './permissions.js';

/** The text people agree to at sign-up; a changed text is a new version. */
export const LEARNING_CONSENT = { purpose: 'learning', textVersion: 'learning-2026-11' };

/** Reminders and other news by message; nothing is lost without it. */
export const REMINDER_CONSENT = { purpose: 'reminders', textVersion: 'reminders-2026-11' };

/** News of clocks at the own desk, to those who work at one. */
export const WORK_CONSENT = { purpose: 'work-reminders', textVersion: 'work-reminders-2026-11' };

/** Everything people are asked for, each for itself. Without the required one there is no account. */
export const CONSENT_PURPOSES: (Pick<ConsentChoice, 'purpose' | 'textVersion'> & {
  required: boolean;
  /** Asked only of those who have it. */
  permission?: Permission;
})[] = [
  { ...LEARNING_CONSENT, required: true },
  { ...REMINDER_CONSENT, required: false },
  { ...WORK_CONSENT, required: false, permission: 'rights.handle' },
];

export const purposeOf = (purpose: string) => CONSENT_PURPOSES.find((known) => known.purpose === purpose);

export interface ConsentChoice {
  purpose: string;
  textVersion: string;
  /** Where and how it was said, e.g. `sign-up-form`. */
  method: string;
}

export interface ConsentState {
  purpose: string;
  textVersion: string;
  action: 'given' | 'withdrawn';
  method: string;
  at: Date;
}

/** Which text, when and how: provable, append-only. */
@Injectable()
export class Consents {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** `at`: the moment of saying yes, when it lies before this call. */
  async give(tx: Tx, personId: string, consent: ConsentChoice, at = this.clock.now()): Promise<void> {
    await this.append(tx, personId, consent, 'given', at);
  }

  async withdraw(tx: Tx, personId: string, consent: ConsentChoice): Promise<void> {
    await this.append(tx, personId, consent, 'withdrawn', this.clock.now());
  }

  /** The last word on each purpose. */
  async current(personId: string, tx?: Tx): Promise<ConsentState[]> {
    return (tx ?? this.dataSource).query(
      `SELECT DISTINCT ON (purpose) purpose, text_version AS "textVersion", action, method, at
       FROM consent WHERE person_id = $1 ORDER BY purpose, at DESC, id DESC`,
      [personId],
    );
  }

  /** True while the last word on the purpose is yes. Whoever acts for an optional purpose asks this first. */
  async has(personId: string, purpose: string, tx?: Tx): Promise<boolean> {
    return (await this.current(personId, tx)).some((state) => state.purpose === purpose && state.action === 'given');
  }

  private async append(
    tx: Tx,
    personId: string,
    consent: ConsentChoice,
    action: ConsentState['action'],
    at: Date,
  ): Promise<void> {
    await tx.query(
      'INSERT INTO consent (id, person_id, purpose, text_version, action, method, at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [newId(), personId, consent.purpose, consent.textVersion, action, consent.method, at],
    );
  }
}
