import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('role_grant')
export class RoleGrant {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) @Index('role_grant_person', { synchronize: false }) personId: string;
  @Column('text') role: string;
  @Column('date', { name: 'valid_from' }) validFrom: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo: string | null;
  @Column('uuid', { name: 'granted_by', nullable: true }) grantedBy: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}

/** The roots of a grant's scope: each unit and everything below it. */
@Entity('role_grant_unit')
export class RoleGrantUnit {
  @PrimaryColumn('uuid', { name: 'grant_id' }) grantId: string;
  @PrimaryColumn('uuid', { name: 'unit_id' }) unitId: string;
}

@Entity('consent')
export class Consent {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) @Index('consent_person') personId: string;
  @Column('text') purpose: string;
  @Column('text', { name: 'text_version' }) textVersion: string;
  @Column('text') action: 'given' | 'withdrawn';
  @Column('text') method: string;
  @Column('timestamptz', { default: () => 'now()' }) at: Date;
}

@Entity('access_log')
export class AccessLogEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz', { default: () => 'now()' }) at: Date;
  @Column('uuid', { name: 'actor_id' }) actorId: string;
  @Column('uuid', { name: 'subject_id' }) subjectId: string;
  @Column('text') what: string;
  @Column('text') purpose: string;
  @Column('text', { nullable: true }) ip: string | null;
  @Column('int', { nullable: true }) port: number | null;
}
