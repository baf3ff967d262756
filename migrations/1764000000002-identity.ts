import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, grantAll, supersedeOnly } from './support.js';

/** People and what identifies them (kept apart), accounts, sessions, roles, consents, who looked at whom. */
export class Identity1764000000002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE person (
        id uuid PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE identity (
        person_id uuid PRIMARY KEY REFERENCES person,
        full_name text NOT NULL,
        folded_name text NOT NULL,
        birth_year smallint,
        birth_date date,
        phone_cipher text,
        phone_index text,
        phone_index_next text,
        phone_verified_at timestamptz,
        personal_number_cipher text,
        personal_number_index text,
        personal_number_index_next text,
        personal_number_verified_at timestamptz,
        address_cipher text,
        guardian_consented_at timestamptz,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX identity_name ON identity USING gin (folded_name gin_trgm_ops);
      CREATE INDEX identity_phone ON identity (phone_index);
      CREATE INDEX identity_personal_number ON identity (personal_number_index);

      CREATE TABLE account (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL UNIQUE REFERENCES person,
        login_index text NOT NULL UNIQUE,
        login_index_next text,
        password_hash text NOT NULL,
        failed_count int NOT NULL DEFAULT 0,
        locked_until timestamptz,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE session (
        id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        person_id uuid NOT NULL REFERENCES person,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        ip text,
        user_agent text
      );
      CREATE INDEX session_person ON session (person_id);
      CREATE TABLE api_token (
        id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        person_id uuid NOT NULL REFERENCES person,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE TABLE verification_code (
        id uuid PRIMARY KEY,
        purpose text NOT NULL,
        phone_index text NOT NULL,
        code_hash text NOT NULL,
        payload_cipher text,
        attempts int NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        consumed_at timestamptz
      );
      CREATE INDEX verification_code_phone ON verification_code (phone_index, purpose);

      CREATE TABLE role_grant (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        role text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        granted_by uuid REFERENCES person,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz,
        CHECK (valid_to IS NULL OR valid_to > valid_from)
      );
      CREATE INDEX role_grant_person ON role_grant (person_id) WHERE superseded_at IS NULL;
      CREATE TABLE role_grant_unit (
        grant_id uuid NOT NULL REFERENCES role_grant,
        unit_id uuid NOT NULL REFERENCES unit,
        PRIMARY KEY (grant_id, unit_id)
      );
      CREATE TABLE consent (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        purpose text NOT NULL,
        text_version text NOT NULL,
        action text NOT NULL CHECK (action IN ('given', 'withdrawn')),
        method text NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX consent_person ON consent (person_id);
      CREATE TABLE access_log (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        actor_id uuid NOT NULL REFERENCES person,
        subject_id uuid NOT NULL REFERENCES person,
        what text NOT NULL,
        purpose text NOT NULL,
        ip text,
        port int
      );
      CREATE INDEX access_log_subject ON access_log (subject_id, at);
      CREATE TABLE outbound_message (
        id uuid PRIMARY KEY,
        channel text NOT NULL,
        recipient_cipher text NOT NULL,
        body_cipher text NOT NULL,
        purpose text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz
      );
    `);
    await grantAll(q, ['identity', 'account', 'session', 'api_token', 'verification_code', 'outbound_message']);
    await q.query('GRANT SELECT, INSERT, DELETE ON role_grant_unit TO hvs_app');
    await supersedeOnly(q, ['role_grant']);
    await appendOnly(q, ['person', 'consent', 'access_log']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`DROP TABLE outbound_message, access_log, consent, role_grant_unit, role_grant,
      verification_code, api_token, session, account, identity, person`);
  }
}
