import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('audit')
export class AuditEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz', { default: () => 'now()' }) @Index('audit_at') at: Date;
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId: string | null;
  @Column('text') action: string;
  @Column('text', { name: 'subject_type', nullable: true }) subjectType: string | null;
  @Column('text', { name: 'subject_id', nullable: true }) subjectId: string | null;
  @Column('text', { nullable: true }) purpose: string | null;
  @Column('jsonb', { default: {} }) details: Record<string, unknown>;
  @Column('text', { nullable: true }) ip: string | null;
  @Column('int', { nullable: true }) port: number | null;
}

@Entity('audit_seal')
export class AuditSeal {
  @PrimaryColumn('bigint') number: number;
  @Column('uuid', { name: 'audit_id', unique: true }) auditId: string;
  @Column('text') hash: string;
  @Column('timestamptz', { name: 'sealed_at', default: () => 'now()' }) sealedAt: Date;
}

/** The newest seal as it was on a day, published where the database's owner cannot take it back. */
@Entity('audit_head')
export class AuditHead {
  @PrimaryColumn('date') day: string;
  @Column('bigint') number: number;
  @Column('text') hash: string;
  @Column('timestamptz', { name: 'published_at', default: () => 'now()' }) publishedAt: Date;
}

@Entity('throttle')
export class ThrottleCounter {
  @PrimaryColumn('text') key: string;
  @Column('timestamptz', { name: 'window_start' }) windowStart: Date;
  @Column('int') hits: number;
}
