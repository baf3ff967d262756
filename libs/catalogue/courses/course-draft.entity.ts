import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { CourseContent } from './course-content.js';

/** What authors are working on: one per course, until it is published or discarded. */
@Entity('course_draft')
export class CourseDraft {
  @PrimaryColumn('uuid', { name: 'course_id' }) courseId: string;
  @Column('jsonb') content: CourseContent;
  /** Goes up with every save; a save that names another revision is refused. */
  @Column('int', { default: 1 }) revision: number;
  /** Everyone who saved it. None of them may approve what is made of it. */
  @Column('uuid', { array: true, default: () => "'{}'" }) authors: string[];
  @Column('uuid', { name: 'updated_by', nullable: true }) updatedBy: string | null;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt: Date;
}

/** The exact list of modules proposed as the next version of a course. */
@Entity('course_proposal')
@Index('course_proposal_course', ['courseId', 'proposedAt'])
export class CourseProposal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('jsonb') content: CourseContent;
  @Column('text', { name: 'content_hash' }) contentHash: string;
  @Column('uuid', { array: true }) authors: string[];
  @Column('uuid', { name: 'proposed_by' }) proposedBy: string;
  @Column('timestamptz', { name: 'proposed_at', default: () => 'now()' }) proposedAt: Date;
  @Column('text', { default: '' }) note: string;
}

/** What became of a proposal; at most one per proposal. */
@Entity('course_review')
export class CourseReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'proposal_id', unique: true }) proposalId: string;
  @Column('text') decision: 'approved' | 'returned' | 'withdrawn';
  @Column('text', { name: 'content_hash' }) contentHash: string;
  @Column('uuid', { name: 'reviewer_id' }) reviewerId: string;
  @Column('text', { default: '' }) note: string;
  @Column('timestamptz', { default: () => 'now()' }) at: Date;
}
