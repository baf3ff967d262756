import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One half-year's look at all grants below a set of roots; `scopeKey` is those roots, sorted and joined. */
@Entity('access_review')
export class AccessReview {
  @PrimaryColumn('uuid') id: string;
  @Column('text') period: string;
  @Column('text', { name: 'scope_key' }) scopeKey: string;
  @Column('uuid', { name: 'unit_ids', array: true }) unitIds: string[];
  @Column('timestamptz', { name: 'opened_at', default: () => 'now()' }) openedAt: Date;
  @Column('date', { name: 'due_on' }) dueOn: string;
}

/** A grant that lived when the review was opened. */
@Entity('access_review_item')
export class AccessReviewItem {
  @PrimaryColumn('uuid', { name: 'review_id' }) reviewId: string;
  @PrimaryColumn('uuid', { name: 'grant_id' }) grantId: string;
}

/** The evidence: who kept or ended which grant, and the last sign-in that they saw. */
@Entity('access_review_decision')
export class AccessReviewDecision {
  @PrimaryColumn('uuid', { name: 'review_id' }) reviewId: string;
  @PrimaryColumn('uuid', { name: 'grant_id' }) grantId: string;
  @Column('text') decision: 'keep' | 'end';
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz', { name: 'last_seen_at', nullable: true }) lastSeenAt: Date | null;
  @Column('uuid', { name: 'decided_by' }) decidedBy: string;
  @Column('timestamptz', { name: 'decided_at', default: () => 'now()' }) decidedAt: Date;
}
