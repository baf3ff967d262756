import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The fact that a certificate was issued; it names nobody by itself. Nothing changes or deletes it. */
@Entity('certificate')
@Unique('certificate_person_id_course_version_id_key', ['personId', 'courseVersionId'])
export class Certificate {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { unique: true }) code: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('uuid', { name: 'course_version_id' }) courseVersionId: string;
  /** When the last of the modules was completed. */
  @Column('timestamptz', { name: 'completed_at' }) completedAt: Date;
  @Column('timestamptz', { name: 'issued_at', default: () => 'now()' }) issuedAt: Date;
}

/** Final: there is no taking back, a new completion of a newer version earns a new certificate. */
@Entity('certificate_revocation')
export class CertificateRevocation {
  @PrimaryColumn('uuid', { name: 'certificate_id' }) certificateId: string;
  /** Shown to everybody on the verification page. */
  @Column('text') reason: string;
  @Column('uuid', { name: 'author_id' }) authorId: string;
  @Column('timestamptz', { default: () => 'now()' }) at: Date;
}

/** Everything that stands on the paper, as it was on the day of issue. */
export interface PrintedCertificate {
  /** Who issues, from the platform down to the movement. */
  issuer: string[];
  heading: string;
  fullName: string;
  statement: string;
  courseCode: string;
  courseTitle: string;
  /** Titles of the module versions that the person completed, in the order of the course. */
  modules: string[];
  /** Local days, YYYY-MM-DD. */
  completedOn: string;
  issuedOn: string;
  place: string;
  code: string;
  /** Says what the paper is not: the confirmation of "phổ cập kỹ năng số" on VNeID. */
  note: string;
}

/** It names its holder, so it is kept apart from the fact and can be deleted. */
@Entity('certificate_payload')
export class CertificatePayload {
  @PrimaryColumn('uuid', { name: 'certificate_id' }) certificateId: string;
  @Column('jsonb') printed: PrintedCertificate;
  /** Null until the file is made. */
  @Column('text', { name: 'file_key', nullable: true }) fileKey: string | null;
  /** The picture for sharing; null until it is drawn. */
  @Column('text', { name: 'card_key', nullable: true }) cardKey: string | null;
  @Column('timestamptz', { name: 'rendered_at', nullable: true }) renderedAt: Date | null;
}
