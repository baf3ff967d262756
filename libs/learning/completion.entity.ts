import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** `self`: on the person's own account. `group`: attested by a facilitator in a session. */
export type CompletionSource = 'self' | 'group';

/** Where `completedAt` comes from; `time_unknown` stands apart in every figure. */
export type TimeQuality = 'server' | 'device' | 'attested' | 'time_unknown';

/** A fact: this person finished this version of this module then, in this way. Nothing changes or deletes it. */
@Entity('completion')
@Unique('completion_person_id_module_id_module_version_id_key', ['personId', 'moduleId', 'moduleVersionId'])
@Index('completion_module', ['moduleId', 'personId'])
export class Completion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('uuid', { name: 'module_id' }) moduleId: string;
  @Column('uuid', { name: 'module_version_id' }) moduleVersionId: string;
  @Column('timestamptz', { name: 'completed_at' }) @Index('completion_completed_at') completedAt: Date;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('text') source: CompletionSource;
  @Column('text', { name: 'time_quality', default: 'server' }) timeQuality: TimeQuality;
  /** The passed attempt behind it; none in a group session without one. */
  @Column('uuid', { name: 'attempt_id', nullable: true }) attemptId: string | null;
  /** The facilitator who attested it. */
  @Column('uuid', { name: 'attested_by', nullable: true }) attestedBy: string | null;
}
