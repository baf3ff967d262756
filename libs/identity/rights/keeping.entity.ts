import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A number of days that differs from the one its kind of data comes with. */
@Entity('retention_rule')
export class RetentionRule {
  @PrimaryColumn('text') kind: string;
  @Column('int') days: number;
  @Column('text') reason: string;
  @Column('uuid', { name: 'set_by' }) setBy: string;
  @Column('timestamptz', { name: 'set_at' }) setAt: Date;
}

@Entity('retention_run')
export class RetentionRun {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: string;
  @Column('timestamptz', { name: 'ran_at' }) @Index('retention_run_at') ranAt: Date;
  @Column('int') days: number;
  @Column('int') removed: number;
}

/** Personal data lost, leaked or seen by those who should not have: 72 hours to tell the authority. */
@Entity('breach')
export class Breach {
  @PrimaryColumn('uuid') id: string;
  @Column('text') title: string;
  @Column('timestamptz', { name: 'discovered_at' }) discoveredAt: Date;
  @Column('timestamptz', { name: 'opened_at' }) openedAt: Date;
  @Column('uuid', { name: 'opened_by' }) openedBy: string;
  @Column('text') facts: string;
  @Column('text', { name: 'data_kinds' }) dataKinds: string;
  @Column('int', { name: 'affected_count', nullable: true }) affectedCount: number | null;
  @Column('timestamptz', { name: 'closed_at', nullable: true }) closedAt: Date | null;
}

@Entity('breach_event')
export class BreachEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'breach_id' }) breachId: string;
  @Column('text') kind: 'measure' | 'authority' | 'subjects' | 'evidence' | 'count' | 'close';
  /** When it happened; `recordedAt` is when it was written down. */
  @Column('timestamptz') at: Date;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt: Date;
  @Column('uuid', { name: 'actor_id' }) actorId: string;
  @Column('text') text: string;
}
