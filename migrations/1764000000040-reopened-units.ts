import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = `'create', 'rename', 'move', 'merge', 'split', 'close', 'link', 'correct', 'import'`;

/** A unit that was closed by mistake is opened again: an event of its own kind. */
export class ReopenedUnits1764000000040 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE unit_event DROP CONSTRAINT unit_event_kind_check;
      ALTER TABLE unit_event ADD CONSTRAINT unit_event_kind_check CHECK (kind IN (${KINDS}, 'reopen'));
    `);
  }

  /** Events are kept: those of the new kind stay as they are. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE unit_event DROP CONSTRAINT unit_event_kind_check;
      ALTER TABLE unit_event ADD CONSTRAINT unit_event_kind_check CHECK (kind IN (${KINDS})) NOT VALID;
    `);
  }
}
