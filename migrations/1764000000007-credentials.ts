import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, grantAll } from './support.js';

/** Certificates: the fact, its revocation, and the printed payload, which identifies and can be deleted. */
export class Credentials1764000000007 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE certificate (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        person_id uuid NOT NULL REFERENCES person,
        course_id uuid NOT NULL REFERENCES course,
        course_version_id uuid NOT NULL REFERENCES course_version,
        completed_at timestamptz NOT NULL,
        issued_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (person_id, course_version_id)
      );
      CREATE TABLE certificate_revocation (
        certificate_id uuid PRIMARY KEY REFERENCES certificate,
        reason text NOT NULL,
        author_id uuid NOT NULL REFERENCES person,
        at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE certificate_payload (
        certificate_id uuid PRIMARY KEY REFERENCES certificate,
        printed jsonb NOT NULL,
        file_key text,
        rendered_at timestamptz
      );
    `);
    await appendOnly(q, ['certificate', 'certificate_revocation']);
    await grantAll(q, ['certificate_payload']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE certificate_payload, certificate_revocation, certificate');
  }
}
