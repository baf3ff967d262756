import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, Clock, UnitOfWork, conflict, forbidden, newId, notFound, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import { Sessions } from '../sessions.service.js';
import { readReason } from './reason.js';
import { SecondFactors } from './second-factor.service.js';
import { StaffAccounts } from './staff-accounts.service.js';

export interface OpenReset {
  id: string;
  personId: string;
  reason: string;
  requestedBy: string;
  requestedAt: Date;
}

/**
 * Takes away the second factor of someone who lost telephone and recovery codes. That opens their account to whoever
 * has the password, so for an administrator it takes two others.
 */
@Injectable()
export class SecondFactorResets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly accounts: StaffAccounts,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Done at once, or waiting for a second administrator. */
  async request(actor: Actor, personId: string, reasonText: string): Promise<'done' | 'waiting'> {
    await this.mayTouch(actor, personId);
    const reason = readReason(reasonText);
    return this.work.run(async (tx) => {
      const [factor] = await tx.query('SELECT 1 FROM second_factor WHERE person_id = $1 FOR UPDATE', [personId]);
      if (!factor) throw conflict('second-factor.none');
      const id = newId();
      const made = await tx.query(
        `INSERT INTO second_factor_reset (id, person_id, reason, requested_by, requested_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person_id) WHERE outcome IS NULL DO NOTHING RETURNING id`,
        [id, personId, reason, actor.personId, this.clock.now()],
      );
      if (made.length === 0) throw conflict('second-factor.reset-waiting');
      await this.note(tx, actor, 'second-factor.reset-request', personId, id, reason);
      if (await this.isAdministrator(tx, personId)) return 'waiting';
      await this.carryOut(tx, actor, { id, personId });
      return 'done';
    });
  }

  /** The second pair of eyes: neither who asked nor whose factor it is. */
  async decide(actor: Actor, id: string, outcome: 'done' | 'refused'): Promise<void> {
    await this.work.run(async (tx) => {
      const [row] = await tx.query(
        `SELECT id, person_id AS "personId", requested_by AS "requestedBy" FROM second_factor_reset
         WHERE id = $1 AND outcome IS NULL FOR UPDATE`,
        [id],
      );
      if (!row) throw notFound('second-factor.reset-unknown');
      await this.mayTouch(actor, row.personId);
      if (outcome === 'done' && row.requestedBy === actor.personId)
        throw forbidden('second-factor.reset-needs-another');
      if (outcome === 'done') return this.carryOut(tx, actor, row);
      await this.close(tx, actor, id, 'refused');
      await this.note(tx, actor, 'second-factor.reset-refuse', row.personId, id);
    });
  }

  /** Those of people whom the actor may help. */
  async open(actor: Actor): Promise<OpenReset[]> {
    const rows: OpenReset[] = await this.dataSource.query(
      `SELECT id, person_id AS "personId", reason, requested_by AS "requestedBy", requested_at AS "requestedAt"
       FROM second_factor_reset WHERE outcome IS NULL ORDER BY requested_at`,
    );
    const within = async ({ personId }: OpenReset) =>
      personId === actor.personId ||
      this.accounts.assertWithin(actor, personId).then(
        () => true,
        () => false,
      );
    const inside = await Promise.all(rows.map(within));
    return rows.filter((_, index) => inside[index]);
  }

  private async mayTouch(actor: Actor, personId: string): Promise<void> {
    if (personId === actor.personId) throw forbidden('second-factor.reset-own');
    await this.accounts.assertWithin(actor, personId);
  }

  private async carryOut(tx: Tx, actor: Actor, { id, personId }: { id: string; personId: string }): Promise<void> {
    await this.factors.erase(tx, personId);
    await this.sessions.endAll(tx, personId, { tokens: true });
    await this.close(tx, actor, id, 'done');
    await this.note(tx, actor, 'second-factor.reset', personId, id);
  }

  private async close(tx: Tx, actor: Actor, id: string, outcome: 'done' | 'refused'): Promise<void> {
    await tx.query('UPDATE second_factor_reset SET decided_by = $2, decided_at = $3, outcome = $4 WHERE id = $1', [
      id,
      actor.personId,
      this.clock.now(),
      outcome,
    ]);
  }

  private async isAdministrator(tx: Tx, personId: string): Promise<boolean> {
    const [row] = await tx.query(
      `SELECT 1 FROM role_grant WHERE person_id = $1 AND role = 'administrator' AND superseded_at IS NULL
         AND (valid_to IS NULL OR valid_to > $2::date)`,
      [personId, this.clock.today()],
    );
    return row !== undefined;
  }

  private note(tx: Tx, actor: Actor, action: string, personId: string, id: string, purpose?: string): Promise<void> {
    return this.audit.append(tx, {
      actorId: actor.personId,
      action,
      subjectType: 'person',
      subjectId: personId,
      purpose,
      details: { resetId: id },
      origin: actor.origin,
    });
  }
}
