import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a unit that ends when it is split: the part that takes its people, so that whoever comes before the day follows. */
export class Heirs1764000000052 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE unit_event ADD COLUMN heir_id uuid');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE unit_event DROP COLUMN heir_id');
  }
}
