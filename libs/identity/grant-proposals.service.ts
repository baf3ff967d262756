import { Injectable } from '@nestjs/common';
import { UnitPlaces } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, conflict, forbidden, invalid, notFound, type Tx } from '#libs/platform';
import type { Actor } from './actor.js';
import { refusalToConfirm, type GrantedRole } from './grant.policy.js';
import { GrantReach } from './grant-reach.service.js';
import { GrantRoles, reasonOf } from './grant-roles.service.js';

interface Proposal {
  id: string;
  personId: string;
  role: GrantedRole;
  unitIds: string[];
  from: string;
  to: string | null;
  reason: string;
  proposedBy: string;
  decided: boolean;
}

/** The second pair of eyes: a proposed role is confirmed or refused by somebody else who could have proposed it. */
@Injectable()
export class GrantProposals {
  constructor(
    private readonly work: UnitOfWork,
    private readonly roles: GrantRoles,
    private readonly reach: GrantReach,
    private readonly places: UnitPlaces,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async confirm(actor: Actor, id: string): Promise<void> {
    await this.work.run(async (tx) => {
      const proposal = await this.open(tx, id);
      const within = await this.reach.of(tx, actor, proposal.role, proposal.unitIds);
      const refusal = refusalToConfirm(actor, proposal, within);
      if (refusal) throw forbidden(refusal);
      if (proposal.to !== null && proposal.to <= this.clock.today()) throw conflict('grant.proposal-over');
      const places = await this.places.of(proposal.unitIds, this.clock.today());
      if (proposal.unitIds.some((id) => !places.has(id) || places.get(id)!.endedOn)) throw conflict('grant.unit-ended');
      const grantId = await this.roles.grant(tx, actor, { ...proposal, clientKey: undefined });
      await this.record(tx, actor, proposal, 'confirmed', { grantId });
    });
  }

  /** By anybody who could confirm it, with a reason; the proposer takes it back without one. */
  async refuse(actor: Actor, id: string, why?: string): Promise<void> {
    await this.work.run(async (tx) => {
      const proposal = await this.open(tx, id);
      if (proposal.proposedBy === actor.personId) return this.record(tx, actor, proposal, 'withdrawn', {});
      const within = await this.reach.of(tx, actor, proposal.role, proposal.unitIds);
      const refusal = refusalToConfirm(actor, proposal, within);
      if (refusal) throw forbidden(refusal);
      if (!why) throw invalid('form.invalid', { reason: 'grant.reason-missing' });
      await this.record(tx, actor, proposal, 'refused', { reason: reasonOf(why) });
    });
  }

  private async open(tx: Tx, id: string): Promise<Proposal> {
    const [proposal] = await tx.query(
      `SELECT p.id, p.person_id AS "personId", p.role, p.unit_ids::text[] AS "unitIds", p.valid_from AS "from", p.valid_to AS "to",
         p.reason, p.proposed_by AS "proposedBy", EXISTS (SELECT 1 FROM grant_proposal_decision WHERE proposal_id = p.id) AS decided
       FROM grant_proposal p JOIN identity i ON i.person_id = p.person_id WHERE p.id = $1 FOR UPDATE OF i`,
      [id],
    );
    if (!proposal) throw notFound('grant.proposal-unknown');
    if (proposal.decided) throw conflict('grant.proposal-decided');
    return proposal;
  }

  private async record(
    tx: Tx,
    actor: Actor,
    proposal: Proposal,
    decision: 'confirmed' | 'refused' | 'withdrawn',
    more: { grantId?: string; reason?: string },
  ): Promise<void> {
    const made = await tx.query(
      `INSERT INTO grant_proposal_decision (proposal_id, decision, grant_id, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (proposal_id) DO NOTHING RETURNING proposal_id`,
      [proposal.id, decision, more.grantId ?? null, more.reason ?? null, actor.personId, this.clock.now()],
    );
    if (made.length === 0) throw conflict('grant.proposal-decided');
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: `role.proposal-${decision}`,
      subjectType: 'person',
      subjectId: proposal.personId,
      purpose: more.reason,
      details: { proposalId: proposal.id, role: proposal.role, ...(more.grantId ? { grantId: more.grantId } : {}) },
      origin: actor.origin,
    });
  }
}
