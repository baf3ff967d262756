import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type AdjustmentKind = 'void' | 'restore';

/** Says that a completion does not count (or counts again). The latest one holds; none is ever changed. */
@Entity('adjustment')
@Index('adjustment_completion', ['completionId', 'recordedAt'])
export class Adjustment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'completion_id' }) completionId: string;
  @Column('text') kind: AdjustmentKind;
  @Column('text') reason: string;
  /** The paper that decided it, e.g. a minute of the committee. */
  @Column('text', { name: 'document_number' }) documentNumber: string;
  /** Null for what was adjusted before papers had to be dated. */
  @Column('date', { name: 'document_date', nullable: true }) documentDate: string | null;
  @Column('uuid', { name: 'author_id' }) authorId: string;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
}
