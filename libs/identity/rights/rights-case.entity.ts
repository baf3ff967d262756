import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const CASE_KINDS = ['withdraw', 'view', 'correct', 'export', 'restrict', 'object', 'delete'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];
export type CaseState = 'open' | 'fulfilled' | 'refused' | 'cancelled';

/** What somebody asks about their own data, with the days by which the law wants a reply and the deed. */
@Entity('rights_case')
@Index('rights_case_person', ['personId', 'openedAt'])
export class RightsCase {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('text') kind: CaseKind;
  @Column('text', { default: 'open' }) state: CaseState;
  @Column('timestamptz', { name: 'opened_at' }) openedAt: Date;
  @Column('uuid', { name: 'opened_by' }) openedBy: string;
  /** In the person's own words; goes with an erasure, like the answer. */
  @Column('text', { name: 'wish_cipher', nullable: true }) wishCipher: string | null;
  @Column('date', { name: 'reply_due_on' }) replyDueOn: string;
  @Column('timestamptz', { name: 'replied_at', nullable: true }) repliedAt: Date | null;
  @Column('date', { name: 'due_on' }) dueOn: string;
  @Column('date', { name: 'extended_to', nullable: true }) extendedTo: string | null;
  @Column('timestamptz', { name: 'extended_at', nullable: true }) extendedAt: Date | null;
  @Column('timestamptz', { name: 'closed_at', nullable: true }) closedAt: Date | null;
  @Column('uuid', { name: 'closed_by', nullable: true }) closedBy: string | null;
  @Column('text', { name: 'answer_cipher', nullable: true }) answerCipher: string | null;
  /** Number of a paper or record; never a name. */
  @Column('text', { nullable: true }) evidence: string | null;
}

/** What happened in a case, for whoever checks it later; only its note can go. */
@Entity('rights_case_event')
export class RightsCaseEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'case_id' }) @Index('rights_case_event_case', { synchronize: false }) caseId: string;
  @Column('text') kind: string;
  @Column('timestamptz') at: Date;
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId: string | null;
  @Column('text', { name: 'note_cipher', nullable: true }) noteCipher: string | null;
}

/** Everything about a person in one file, for that person. */
@Entity('personal_export')
export class PersonalExport {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('uuid', { name: 'case_id', nullable: true }) caseId: string | null;
  @Column('timestamptz', { name: 'requested_at' }) requestedAt: Date;
  @Column('text', { name: 'file_key', nullable: true }) fileKey: string | null;
  @Column('bigint', { name: 'file_bytes', nullable: true }) fileBytes: number | null;
  @Column('timestamptz', { name: 'ready_at', nullable: true }) readyAt: Date | null;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt: Date | null;
}

/** Who was erased, by bare id: run again over a restored backup. */
@Entity('erasure')
export class Erasure {
  @PrimaryColumn('uuid', { name: 'person_id' }) personId: string;
  @PrimaryColumn('timestamptz', { name: 'erased_at' }) erasedAt: Date;
  @Column('uuid', { name: 'case_id', nullable: true }) caseId: string | null;
}

/** The parent or guardian who consented for somebody under sixteen. */
@Entity('guardian')
export class Guardian {
  @PrimaryColumn('uuid', { name: 'person_id' }) personId: string;
  @Column('text', { name: 'name_cipher' }) nameCipher: string;
  @Column('text') relation: 'parent' | 'guardian';
  @Column('text', { name: 'phone_cipher', nullable: true }) phoneCipher: string | null;
  /** By a code to the guardian's phone, or seen by a facilitator. */
  @Column('text') method: 'code' | 'attested';
  @Column('uuid', { name: 'attested_by', nullable: true }) attestedBy: string | null;
  @Column('timestamptz', { name: 'consented_at' }) consentedAt: Date;
  /** From then on the record may name another phone than the one whose owner answered. */
  @Column('timestamptz', { name: 'corrected_at', nullable: true }) correctedAt: Date | null;
}
