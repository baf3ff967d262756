import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const REPORT_KINDS = ['wrong', 'outdated', 'unclear', 'other'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const REPORT_STATES = ['new', 'answered', 'done'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** What a reader says is wrong, about exactly the version that was read. */
@Entity('content_report')
@Index('content_report_state', ['state', 'reportedAt'])
@Index('content_report_module', ['moduleId', 'reportedAt'])
export class ContentReport {
  /** Random: whoever holds it may read the answer. */
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'module_id' }) moduleId: string;
  @Column('uuid', { name: 'module_version_id' }) moduleVersionId: string;
  /** 1-based; null when it is about a question or the module as a whole. */
  @Column('int', { nullable: true }) page: number | null;
  @Column('uuid', { name: 'question_version_id', nullable: true }) questionVersionId: string | null;
  @Column('text') kind: ReportKind;
  @Column('text') message: string;
  /** Only of somebody signed in. */
  @Column('uuid', { name: 'reporter_id', nullable: true }) reporterId: string | null;
  @Column('timestamptz', { name: 'reported_at', default: () => 'now()' }) reportedAt: Date;
  @Column('text', { default: 'new' }) state: ReportState;
  @Column('text', { default: '' }) answer: string;
  @Column('uuid', { name: 'handled_by', nullable: true }) handledBy: string | null;
  @Column('timestamptz', { name: 'handled_at', nullable: true }) handledAt: Date | null;
}
