import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('account')
export class Account {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id', unique: true }) personId: string;
  /** Blind index of the phone a person signs in with. */
  @Column('text', { name: 'login_index', unique: true }) loginIndex: string;
  @Column('text', { name: 'password_hash' }) passwordHash: string;
  @Column('int', { name: 'failed_count', default: 0 }) failedCount: number;
  @Column('timestamptz', { name: 'locked_until', nullable: true }) lockedUntil: Date | null;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt: Date | null;
  @Column('text', { name: 'disabled_reason', nullable: true }) disabledReason: 'idle' | 'administrator' | null;
  /** When an administrator opened it again: from then on it is idle anew. */
  @Column('timestamptz', { name: 'enabled_at', nullable: true }) enabledAt: Date | null;
  @Column('timestamptz', { name: 'last_sign_in_at', nullable: true }) lastSignInAt: Date | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}

@Entity('session')
export class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('bytea', { name: 'token_hash', unique: true }) tokenHash: Buffer;
  @Column('uuid', { name: 'person_id' }) @Index('session_person') personId: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'last_seen_at', default: () => 'now()' }) lastSeenAt: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: Date | null;
  @Column('text', { nullable: true }) ip: string | null;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent: string | null;
  /** The card that opened it; such a session is for learning only. */
  @Column('uuid', { name: 'card_id', nullable: true }) cardId: string | null;
}

@Entity('api_token')
export class ApiToken {
  @PrimaryColumn('uuid') id: string;
  @Column('bytea', { name: 'token_hash', unique: true }) tokenHash: Buffer;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('text') name: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: Date | null;
}

@Entity('verification_code')
export class VerificationCode {
  @PrimaryColumn('uuid') id: string;
  @Column('text') purpose: string;
  @Column('text', { name: 'phone_index' }) phoneIndex: string;
  @Column('text', { name: 'code_hash' }) codeHash: string;
  @Column('text', { name: 'payload_cipher', nullable: true }) payloadCipher: string | null;
  @Column('int', { default: 0 }) attempts: number;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('timestamptz', { name: 'consumed_at', nullable: true }) consumedAt: Date | null;
}
