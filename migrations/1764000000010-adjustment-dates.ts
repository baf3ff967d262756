import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The day of the paper that decided an adjustment. Adjustments made before it was asked for have none. */
export class AdjustmentDates1764000000010 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE adjustment ADD COLUMN document_date date');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE adjustment DROP COLUMN document_date');
  }
}
