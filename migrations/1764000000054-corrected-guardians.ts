import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a guardian's record no longer says what it said on the day of the consent. */
export class CorrectedGuardians1764000000054 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE guardian ADD COLUMN corrected_at timestamptz');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE guardian DROP COLUMN corrected_at');
  }
}
