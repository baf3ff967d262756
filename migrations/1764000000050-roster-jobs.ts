import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A roster file is applied and taken back by a job: which one is at it, and who asked for what. */
export class RosterJobs1764000000050 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE roster_import
        DROP CONSTRAINT roster_import_status_check,
        ADD CONSTRAINT roster_import_status_check CHECK (status IN
          ('mapping', 'reading', 'failed', 'staged', 'applying', 'applied', 'undoing', 'undone', 'discarded')),
        ADD COLUMN job_id uuid,
        ADD COLUMN asked jsonb,
        ADD CONSTRAINT roster_import_asked CHECK ((status IN ('applying', 'undoing')) = (asked IS NOT NULL));
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE roster_import DROP CONSTRAINT roster_import_asked;
      UPDATE roster_import SET status = CASE status WHEN 'applying' THEN 'staged' ELSE 'applied' END
        WHERE status IN ('applying', 'undoing');
      ALTER TABLE roster_import DROP COLUMN asked, DROP COLUMN job_id,
        DROP CONSTRAINT roster_import_status_check,
        ADD CONSTRAINT roster_import_status_check CHECK
          (status IN ('mapping', 'reading', 'failed', 'staged', 'applied', 'undone', 'discarded'));
    `);
  }
}
