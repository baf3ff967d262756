import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A roster closes more than one row of somebody whose unit is yet to become part of another; an undo brings all back. */
export class ClosedByImport1764000000053 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`ALTER TABLE roster_import_effect ADD COLUMN closed_ids uuid[] NOT NULL DEFAULT '{}'`);
    await q.query('UPDATE roster_import_effect SET closed_ids = ARRAY[closed_id] WHERE closed_id IS NOT NULL');
    await q.query('ALTER TABLE roster_import_effect DROP COLUMN closed_id');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE roster_import_effect ADD COLUMN closed_id uuid REFERENCES membership');
    await q.query('UPDATE roster_import_effect SET closed_id = closed_ids[1]');
    await q.query('ALTER TABLE roster_import_effect DROP COLUMN closed_ids');
  }
}
