import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files of what came about in a period (of a campaign's unit, as known when the file was asked for) and of two snapshots
 * compared, beside those of one snapshot. Each is counted from facts that never change, so that it can be made again.
 */
export class ReportKinds1764000000045 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE report
        ALTER COLUMN snapshot_id DROP NOT NULL,
        ADD COLUMN kind text NOT NULL DEFAULT 'figures',
        ADD COLUMN other_snapshot_id uuid REFERENCES snapshot,
        ADD COLUMN campaign_id uuid REFERENCES campaign,
        ADD COLUMN unit_id uuid REFERENCES unit,
        ADD COLUMN from_day date,
        ADD COLUMN to_day date,
        ADD CONSTRAINT report_subject CHECK (CASE kind
          WHEN 'figures' THEN snapshot_id IS NOT NULL
            AND num_nonnulls(other_snapshot_id, campaign_id, unit_id, from_day, to_day) = 0
          WHEN 'comparison' THEN num_nonnulls(snapshot_id, other_snapshot_id) = 2
            AND num_nonnulls(campaign_id, unit_id, from_day, to_day) = 0
          WHEN 'flow' THEN num_nonnulls(campaign_id, unit_id, from_day, to_day) = 4
            AND num_nonnulls(snapshot_id, other_snapshot_id) = 0
          ELSE false END);
    `);
  }

  /** Files of the newer kinds have no place in the older table. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DELETE FROM report WHERE kind <> 'figures';
      ALTER TABLE report
        DROP CONSTRAINT report_subject,
        DROP COLUMN kind, DROP COLUMN other_snapshot_id, DROP COLUMN campaign_id, DROP COLUMN unit_id,
        DROP COLUMN from_day, DROP COLUMN to_day,
        ALTER COLUMN snapshot_id SET NOT NULL;
    `);
  }
}
