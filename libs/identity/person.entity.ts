import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A bare random id. Facts point at it; it says nothing about anyone. */
@Entity('person')
export class Person {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}

/** What identifies a person; deletable. Ciphers are KeyRing texts, indexes are blind. */
@Entity('identity')
export class Identity {
  @PrimaryColumn('uuid', { name: 'person_id' }) personId: string;
  @Column('text', { name: 'full_name' }) fullName: string;
  @Column('text', { name: 'folded_name' }) foldedName: string;
  @Column('smallint', { name: 'birth_year', nullable: true }) birthYear: number | null;
  @Column('date', { name: 'birth_date', nullable: true }) birthDate: string | null;
  @Column('text', { name: 'phone_cipher', nullable: true }) phoneCipher: string | null;
  @Column('text', { name: 'phone_index', nullable: true }) @Index('identity_phone') phoneIndex: string | null;
  @Column('timestamptz', { name: 'phone_verified_at', nullable: true }) phoneVerifiedAt: Date | null;
  @Column('text', { name: 'personal_number_cipher', nullable: true }) personalNumberCipher: string | null;
  @Column('text', { name: 'personal_number_index', nullable: true }) personalNumberIndex: string | null;
  @Column('timestamptz', { name: 'personal_number_verified_at', nullable: true }) personalNumberVerifiedAt: Date | null;
  @Column('text', { name: 'address_cipher', nullable: true }) addressCipher: string | null;
  @Column('timestamptz', { name: 'guardian_consented_at', nullable: true }) guardianConsentedAt: Date | null;
  /** Since when the person is left out of lists and searches, on their request; figures still count them. */
  @Column('timestamptz', { name: 'restricted_at', nullable: true }) restrictedAt: Date | null;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt: Date;
}
