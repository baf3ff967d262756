import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantAll } from './support.js';

/** Sound files that lessons name by their hash. Published contents keep naming one whose speaker took it back. */
export class Recordings1764000000041 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE recording (
        sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        format text NOT NULL CHECK (format IN ('mp3', 'm4a', 'aac')),
        seconds int NOT NULL CHECK (seconds > 0),
        bytes int NOT NULL CHECK (bytes > 0),
        uploaded_by uuid NOT NULL REFERENCES person,
        uploaded_at timestamptz NOT NULL,
        speaker_agreed_at timestamptz NOT NULL,
        used_at timestamptz NOT NULL,
        withdrawn_at timestamptz
      );
      CREATE INDEX recording_used ON recording (used_at);
    `);
    await grantAll(q, ['recording']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE recording');
  }
}
