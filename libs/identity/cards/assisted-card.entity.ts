import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A card by which someone without a phone learns on anybody's; at most one living card a person. */
@Entity('assisted_card')
export class AssistedCard {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) @Index('assisted_card_person') personId: string;
  /** Whose scope looks after the card. */
  @Column('uuid', { name: 'unit_id' }) @Index('assisted_card_unit') unitId: string;
  @Column('bytea', { name: 'token_hash', unique: true }) tokenHash: Buffer;
  @Column('text', { name: 'pin_hash' }) pinHash: string;
  /** Token and PIN for the printing, a day at most. */
  @Column('text', { name: 'secret_cipher', nullable: true }) secretCipher: string | null;
  @Column('int', { name: 'failed_count', default: 0 }) failedCount: number;
  @Column('timestamptz', { name: 'locked_until', nullable: true }) lockedUntil: Date | null;
  @Column('uuid', { name: 'issued_by' }) issuedBy: string;
  @Column('timestamptz', { name: 'issued_at', default: () => 'now()' }) issuedAt: Date;
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: Date | null;
}
