import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantAll } from './support.js';

/** Signing in through another provider (VNeID, the province's own): who is who there, and sign-ins on their way. */
export class ProviderSignIn1764000000018 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE external_identity (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        issuer text NOT NULL,
        subject_index text NOT NULL,
        linked_by text NOT NULL CHECK (linked_by IN ('personal-number', 'phone', 'sign-up')),
        linked_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (issuer, subject_index)
      );
      CREATE INDEX external_identity_person ON external_identity (person_id);
      CREATE TABLE provider_sign_in (
        token_hash bytea PRIMARY KEY,
        stage text NOT NULL CHECK (stage IN ('begun', 'proven')),
        payload_cipher text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      );
    `);
    await grantAll(q, ['external_identity', 'provider_sign_in']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE provider_sign_in, external_identity');
  }
}
