import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Thousands of due certificates stand before the one message that somebody waits for: found by kind, not by going through them. */
export class JobUrgency1764000000046 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX job_due_kind ON job (kind, run_at) WHERE done_at IS NULL AND failed_at IS NULL');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX job_due_kind');
  }
}
