import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A grant that needs a second person. Without a decision it waits. */
@Entity('grant_proposal')
export class GrantProposal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('text') role: string;
  @Column('uuid', { name: 'unit_ids', array: true }) unitIds: string[];
  @Column('date', { name: 'valid_from' }) validFrom: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo: string | null;
  @Column('text') reason: string;
  @Column('uuid', { name: 'proposed_by' }) proposedBy: string;
  @Column('timestamptz', { name: 'proposed_at', default: () => 'now()' }) proposedAt: Date;
}

@Entity('grant_proposal_decision')
export class GrantProposalDecision {
  @PrimaryColumn('uuid', { name: 'proposal_id' }) proposalId: string;
  @Column('text') decision: 'confirmed' | 'refused' | 'withdrawn';
  @Column('uuid', { name: 'grant_id', nullable: true }) grantId: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('uuid', { name: 'decided_by' }) decidedBy: string;
  @Column('timestamptz', { name: 'decided_at', default: () => 'now()' }) decidedAt: Date;
}
