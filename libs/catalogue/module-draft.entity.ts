import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ModuleContent } from './module-content.js';

/** What authors are working on: one per module, until it is published or discarded. */
@Entity('module_draft')
export class ModuleDraft {
  @PrimaryColumn('uuid', { name: 'module_id' }) moduleId: string;
  @Column('jsonb') content: ModuleContent;
  /** Goes up with every save; a save that names another revision is refused. */
  @Column('int', { default: 1 }) revision: number;
  /** Everyone who saved it. None of them may approve what is made of it. */
  @Column('uuid', { array: true, default: () => "'{}'" }) authors: string[];
  @Column('uuid', { name: 'updated_by', nullable: true }) updatedBy: string | null;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt: Date;
}

/** The exact text handed in for a second person's decision. */
@Entity('module_submission')
@Index('module_submission_module', ['moduleId', 'submittedAt'])
export class ModuleSubmission {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'module_id' }) moduleId: string;
  @Column('jsonb') content: ModuleContent;
  @Column('text', { name: 'content_hash' }) contentHash: string;
  @Column('uuid', { array: true }) authors: string[];
  @Column('uuid', { name: 'submitted_by' }) submittedBy: string;
  @Column('timestamptz', { name: 'submitted_at', default: () => 'now()' }) submittedAt: Date;
  @Column('text', { default: '' }) note: string;
}

export type Decision = 'approved' | 'returned';

/** What became of a submission; at most one per submission. */
@Entity('module_review')
export class ModuleReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'submission_id', unique: true }) submissionId: string;
  @Column('text') decision: Decision | 'withdrawn';
  @Column('text', { name: 'content_hash' }) contentHash: string;
  @Column('uuid', { name: 'reviewer_id' }) reviewerId: string;
  @Column('text', { default: '' }) note: string;
  @Column('timestamptz', { default: () => 'now()' }) at: Date;
}
