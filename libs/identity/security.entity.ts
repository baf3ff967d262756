import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One value of a security setting, from `recordedAt` until it is superseded. */
@Entity('security_setting')
export class SecuritySettingRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') key: string;
  @Column('int') value: number;
  /** Why it is weaker than the law's floor; null when it is not. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('uuid', { name: 'set_by' }) setBy: string;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}

/** The shared secret of an authenticator application (RFC 6238); unconfirmed until a first code came. */
@Entity('second_factor')
export class SecondFactorRow {
  @PrimaryColumn('uuid', { name: 'person_id' }) personId: string;
  @Column('text', { name: 'secret_cipher' }) secretCipher: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'confirmed_at', nullable: true }) confirmedAt: Date | null;
  /** The last 30-second step whose code was taken; codes of it and of earlier ones are refused. */
  @Column('bigint', { name: 'last_step', default: 0 }) lastStep: number;
}

@Entity('recovery_code')
export class RecoveryCode {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('bytea', { name: 'code_hash' }) codeHash: Buffer;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt: Date | null;
}

/** Someone whose password was right and who still owes a code or the setting-up. Not a session. */
@Entity('sign_in_step')
export class SignInStepRow {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('uuid', { name: 'person_id' }) @Index('sign_in_step_person') personId: string;
  @Column('text') need: 'code' | 'set-up';
  @Column('int', { default: 0 }) attempts: number;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
}

/** An administrator's taking away of someone's second factor; waits for a second one when that person is one too. */
@Entity('second_factor_reset')
export class SecondFactorReset {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('text') reason: string;
  @Column('uuid', { name: 'requested_by' }) requestedBy: string;
  @Column('timestamptz', { name: 'requested_at', default: () => 'now()' }) requestedAt: Date;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) outcome: 'done' | 'refused' | null;
}

@Entity('password_history')
export class PasswordHistory {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) @Index('password_history_person', { synchronize: false }) personId: string;
  @Column('text', { name: 'password_hash' }) passwordHash: string;
  @Column('timestamptz', { name: 'replaced_at', default: () => 'now()' }) replacedAt: Date;
}
