import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantAll, supersedeOnly } from './support.js';

/** Second factors, half-finished sign-ins, earlier passwords, idle accounts, and the security settings as data. */
export class Security1764000000015 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE account
        ADD COLUMN last_sign_in_at timestamptz,
        ADD COLUMN enabled_at timestamptz,
        ADD COLUMN disabled_reason text CHECK (disabled_reason IN ('idle', 'administrator'));

      CREATE TABLE security_setting (
        id uuid PRIMARY KEY,
        key text NOT NULL,
        value int NOT NULL,
        reason text,
        set_by uuid NOT NULL REFERENCES person,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz
      );
      CREATE UNIQUE INDEX security_setting_current ON security_setting (key) WHERE superseded_at IS NULL;

      CREATE TABLE second_factor (
        person_id uuid PRIMARY KEY REFERENCES person,
        secret_cipher text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        confirmed_at timestamptz,
        last_step bigint NOT NULL DEFAULT 0
      );
      CREATE TABLE recovery_code (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        code_hash bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        used_at timestamptz,
        UNIQUE (person_id, code_hash)
      );
      CREATE TABLE sign_in_step (
        token_hash bytea PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        need text NOT NULL CHECK (need IN ('code', 'set-up')),
        attempts int NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX sign_in_step_person ON sign_in_step (person_id);
      CREATE TABLE second_factor_reset (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        reason text NOT NULL,
        requested_by uuid NOT NULL REFERENCES person,
        requested_at timestamptz NOT NULL DEFAULT now(),
        decided_by uuid REFERENCES person,
        decided_at timestamptz,
        outcome text CHECK (outcome IN ('done', 'refused')),
        CHECK ((decided_at IS NULL) = (outcome IS NULL))
      );
      CREATE UNIQUE INDEX second_factor_reset_open ON second_factor_reset (person_id) WHERE outcome IS NULL;

      CREATE TABLE password_history (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        password_hash text NOT NULL,
        replaced_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX password_history_person ON password_history (person_id, replaced_at);
    `);
    await grantAll(q, ['second_factor', 'recovery_code', 'sign_in_step', 'password_history']);
    await q.query('GRANT SELECT, INSERT, UPDATE (decided_by, decided_at, outcome) ON second_factor_reset TO hvs_app');
    await supersedeOnly(q, ['security_setting']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DROP TABLE password_history, second_factor_reset, sign_in_step, recovery_code, second_factor, security_setting;
      ALTER TABLE account DROP COLUMN last_sign_in_at, DROP COLUMN enabled_at, DROP COLUMN disabled_reason;
    `);
  }
}
