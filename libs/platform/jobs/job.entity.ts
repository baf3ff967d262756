import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('job')
export class Job {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: string;
  @Column('jsonb') payload: Record<string, unknown>;
  @Column('text', { name: 'dedupe_key', nullable: true, unique: true }) dedupeKey: string | null;
  @Column('timestamptz', { name: 'run_at', default: () => 'now()' }) runAt: Date;
  @Column('int', { default: 0 }) attempts: number;
  @Column('int', { name: 'max_attempts', default: 8 }) maxAttempts: number;
  @Column('timestamptz', { name: 'leased_until', nullable: true }) leasedUntil: Date | null;
  @Column('text', { name: 'leased_by', nullable: true }) leasedBy: string | null;
  @Column('int', { name: 'progress_done', default: 0 }) progressDone: number;
  @Column('int', { name: 'progress_total', nullable: true }) progressTotal: number | null;
  @Column('text', { name: 'last_error', nullable: true }) lastError: string | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'done_at', nullable: true }) doneAt: Date | null;
  @Column('timestamptz', { name: 'failed_at', nullable: true }) failedAt: Date | null;
}
