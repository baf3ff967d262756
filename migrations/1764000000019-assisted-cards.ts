import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantAll } from './support.js';

/** Cards with a QR code and a PIN for people without a phone, and the sessions they open. */
export class AssistedCards1764000000019 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE assisted_card (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        unit_id uuid NOT NULL REFERENCES unit,
        token_hash bytea NOT NULL UNIQUE,
        pin_hash text NOT NULL,
        secret_cipher text,
        failed_count int NOT NULL DEFAULT 0,
        locked_until timestamptz,
        issued_by uuid NOT NULL REFERENCES person,
        issued_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        revoked_at timestamptz
      );
      CREATE INDEX assisted_card_person ON assisted_card (person_id);
      CREATE INDEX assisted_card_unit ON assisted_card (unit_id);
      CREATE UNIQUE INDEX assisted_card_living ON assisted_card (person_id) WHERE revoked_at IS NULL;
      ALTER TABLE session ADD COLUMN card_id uuid REFERENCES assisted_card;
    `);
    await grantAll(q, ['assisted_card']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE session DROP COLUMN card_id');
    await q.query('DROP TABLE assisted_card');
  }
}
