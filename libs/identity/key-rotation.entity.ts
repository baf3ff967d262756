import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One change to the newest key; its progress, and whether somebody asked it to stop. */
@Entity('key_rotation')
export class KeyRotation {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { name: 'key_id' }) keyId: string;
  @Column('timestamptz', { name: 'started_at', default: () => 'now()' }) startedAt: Date;
  @Column('timestamptz', { name: 'stop_asked_at', nullable: true }) stopAskedAt: Date | null;
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt: Date | null;
  @Column('bigint', { default: 0 }) done: number;
  @Column('bigint', { nullable: true }) total: number | null;
}
