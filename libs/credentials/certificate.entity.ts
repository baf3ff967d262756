import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The fact that a certificate was issued; it identifies nobody by itself. */
@Entity('certificate')
export class Certificate {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { unique: true }) code: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('uuid', { name: 'course_version_id' }) courseVersionId: string;
  @Column('timestamptz', { name: 'completed_at' }) completedAt: Date;
  @Column('timestamptz', { name: 'issued_at', default: () => 'now()' }) issuedAt: Date;
}

@Entity('certificate_revocation')
export class CertificateRevocation {
  @PrimaryColumn('uuid', { name: 'certificate_id' }) certificateId: string;
  @Column('text') reason: string;
  @Column('uuid', { name: 'author_id' }) authorId: string;
  @Column('timestamptz', { default: () => 'now()' }) at: Date;
}

/** What stands on the paper. */
export interface PrintedCertificate {
  fullName: string;
  courseCode: string;
  courseTitle: string;
  modules: string[];
  /** Local days. */
  completedOn: string;
  issuedOn: string;
  code: string;
}

/** Identifies its holder, so it is kept apart and can be deleted. */
@Entity('certificate_payload')
export class CertificatePayload {
  @PrimaryColumn('uuid', { name: 'certificate_id' }) certificateId: string;
  @Column('jsonb') printed: PrintedCertificate;
  @Column('text', { name: 'file_key', nullable: true }) fileKey: string | null;
  @Column('timestamptz', { name: 'rendered_at', nullable: true }) renderedAt: Date | null;
}
