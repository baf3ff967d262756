import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, grantAll, supersedeOnly } from './support.js';

/** Placements of units can only be superseded; events carry their reason and document; files of units wait here. */
export class Units1764000000013 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query('REVOKE ALL ON unit_version FROM hvs_app');
    await supersedeOnly(q, ['unit_version']);
    await q.query(`
      -- The old index holds open rows only, so a question "as known at K" could not use it.
      DROP INDEX unit_version_parent;
      CREATE INDEX unit_version_parent ON unit_version (parent_id, valid_from);
      CREATE INDEX unit_version_unit ON unit_version (unit_id, valid_from);
      CREATE INDEX unit_merge_unit ON unit_merge (unit_id);
      CREATE INDEX unit_merge_into ON unit_merge (into_id);
      CREATE TABLE unit_event (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('create', 'rename', 'move', 'merge', 'split', 'close', 'link', 'correct', 'import')),
        effective_on date NOT NULL,
        unit_ids uuid[] NOT NULL,
        reason text NOT NULL,
        document text NOT NULL,
        made_by uuid NOT NULL REFERENCES person,
        recorded_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX unit_event_units ON unit_event USING gin (unit_ids);
      CREATE TABLE unit_import (
        id uuid PRIMARY KEY,
        tree text NOT NULL CHECK (tree IN ('territory', 'state', 'party')),
        file_name text NOT NULL,
        effective_on date NOT NULL,
        status text NOT NULL CHECK (status IN ('staged', 'applied', 'discarded')),
        rows jsonb NOT NULL,
        reason text NOT NULL,
        document text NOT NULL,
        made_by uuid NOT NULL REFERENCES person,
        created_at timestamptz NOT NULL DEFAULT now(),
        applied_at timestamptz
      );
    `);
    await appendOnly(q, ['unit_event']);
    await grantAll(q, ['unit_import']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DROP TABLE unit_import, unit_event;
      DROP INDEX unit_merge_into, unit_merge_unit, unit_version_unit, unit_version_parent;
      CREATE INDEX unit_version_parent ON unit_version (parent_id) WHERE superseded_at IS NULL;
      DROP TRIGGER unit_version_supersede_only ON unit_version;
      GRANT SELECT, INSERT, UPDATE, DELETE ON unit_version TO hvs_app;
    `);
  }
}
