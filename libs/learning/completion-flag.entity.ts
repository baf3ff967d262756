import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A doubt about a completion (too fast, burst, shared device): shown beside the count, never hidden; cleared by superseding. */
@Entity('completion_flag')
export class CompletionFlag {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'completion_id' }) @Index('completion_flag_completion') completionId: string;
  @Column('text') kind: string;
  @Column('jsonb', { default: {} }) details: Record<string, unknown>;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}
