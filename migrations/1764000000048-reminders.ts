import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantAll } from './support.js';

/** That somebody was reminded: once of each thing, not too often, and with a link that ends it. */
export class Reminders1764000000048 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE reminder (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        purpose text NOT NULL,
        kind text NOT NULL,
        subject text NOT NULL,
        opt_out_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (person_id, kind, subject)
      );
      CREATE UNIQUE INDEX reminder_opt_out ON reminder (opt_out_hash);
    `);
    await grantAll(q, ['reminder']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE reminder');
  }
}
