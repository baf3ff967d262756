import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantAll } from './support.js';

/** Roster files as they come: read by a job, with remembered columns, as a whole roster, and undone as a whole. */
export class RosterFiles1764000000014 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE roster_import
        DROP CONSTRAINT roster_import_status_check,
        ADD CONSTRAINT roster_import_status_check CHECK
          (status IN ('mapping', 'reading', 'failed', 'staged', 'applied', 'undone', 'discarded')),
        ADD COLUMN mode text NOT NULL DEFAULT 'update' CHECK (mode IN ('update', 'whole')),
        ADD COLUMN with_below boolean NOT NULL DEFAULT true,
        ADD COLUMN scope_roots uuid[] NOT NULL DEFAULT '{}',
        ADD COLUMN rows_done int NOT NULL DEFAULT 0,
        ADD COLUMN rows_total int,
        ADD COLUMN failure jsonb,
        ADD COLUMN undone_at timestamptz,
        ADD COLUMN undone_by uuid REFERENCES person;
      CREATE TABLE roster_import_file (
        import_id uuid NOT NULL REFERENCES roster_import ON DELETE CASCADE,
        part int NOT NULL,
        content_cipher text NOT NULL,
        PRIMARY KEY (import_id, part)
      );
      CREATE TABLE roster_import_effect (
        id uuid PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES roster_import,
        row_number int,
        person_id uuid NOT NULL REFERENCES person,
        created_person boolean NOT NULL DEFAULT false,
        closed_id uuid REFERENCES membership,
        made_ids uuid[] NOT NULL DEFAULT '{}',
        identity_cipher text
      );
      CREATE INDEX roster_import_effect_import ON roster_import_effect (import_id);
      CREATE INDEX roster_import_effect_person ON roster_import_effect (person_id);
      CREATE INDEX roster_import_row_person ON roster_import_row (person_id);
      CREATE TABLE roster_column_map (
        unit_id uuid NOT NULL REFERENCES unit,
        capacity text NOT NULL REFERENCES capacity,
        columns jsonb NOT NULL,
        updated_by uuid NOT NULL REFERENCES person,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (unit_id, capacity)
      );
      CREATE INDEX identity_exact_name ON identity (folded_name, birth_year);
    `);
    await grantAll(q, ['roster_import_file', 'roster_import_effect', 'roster_column_map']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DROP INDEX identity_exact_name;
      DROP TABLE roster_column_map, roster_import_effect, roster_import_file;
      DROP INDEX roster_import_row_person;
      ALTER TABLE roster_import DROP COLUMN mode, DROP COLUMN with_below, DROP COLUMN scope_roots, DROP COLUMN rows_done,
        DROP COLUMN rows_total, DROP COLUMN failure, DROP COLUMN undone_at, DROP COLUMN undone_by,
        DROP CONSTRAINT roster_import_status_check,
        ADD CONSTRAINT roster_import_status_check CHECK (status IN ('staged', 'applied', 'discarded'));
    `);
  }
}
