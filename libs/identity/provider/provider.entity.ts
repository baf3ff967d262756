import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** Who a person is at another provider. The subject is only ever compared; its cipher is there to index it under a new key. */
@Entity('external_identity')
@Unique(['issuer', 'subjectIndex'])
export class ExternalIdentity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) @Index('external_identity_person') personId: string;
  @Column('text') issuer: string;
  @Column('text', { name: 'subject_index' }) subjectIndex: string;
  @Column('text', { name: 'subject_cipher', nullable: true }) subjectCipher: string | null;
  @Column('text', { name: 'linked_by' }) linkedBy: 'personal-number' | 'phone' | 'sign-up';
  @Column('timestamptz', { name: 'linked_at', default: () => 'now()' }) linkedAt: Date;
}

/** A sign-in on its way: sent to the provider (`begun`), or proven there and waiting for a consent (`proven`). */
@Entity('provider_sign_in')
export class ProviderSignInRow {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('text') stage: 'begun' | 'proven';
  @Column('text', { name: 'payload_cipher' }) payloadCipher: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
}
