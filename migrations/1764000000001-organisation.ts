import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantAll, supersedeOnly } from './support.js';

/** Units of the three trees with dated placements, and the links from state and Party units to their commune. */
export class Organisation1764000000001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE unit (
        id uuid PRIMARY KEY,
        code text NOT NULL,
        tree text NOT NULL CHECK (tree IN ('territory', 'state', 'party')),
        kind text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tree, code)
      );
      CREATE TABLE unit_version (
        id uuid PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES unit,
        name text NOT NULL,
        folded_name text NOT NULL,
        parent_id uuid REFERENCES unit,
        position int NOT NULL DEFAULT 0,
        valid_from date NOT NULL,
        valid_to date,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz,
        CHECK (valid_to IS NULL OR valid_to > valid_from),
        CHECK (parent_id <> unit_id)
      );
      ALTER TABLE unit_version ADD CONSTRAINT unit_version_no_overlap
        EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL);
      CREATE INDEX unit_version_parent ON unit_version (parent_id) WHERE superseded_at IS NULL;
      CREATE TABLE unit_link (
        id uuid PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES unit,
        commune_id uuid NOT NULL REFERENCES unit,
        valid_from date NOT NULL,
        valid_to date,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz,
        CHECK (valid_to IS NULL OR valid_to > valid_from)
      );
      CREATE INDEX unit_link_commune ON unit_link (commune_id);
      CREATE INDEX unit_link_unit ON unit_link (unit_id);
      CREATE TABLE unit_merge (
        id uuid PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES unit,
        into_id uuid NOT NULL REFERENCES unit,
        merged_on date NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz,
        CHECK (unit_id <> into_id)
      );
    `);
    await q.query('GRANT SELECT, INSERT ON unit TO hvs_app');
    await grantAll(q, ['unit_version']);
    await supersedeOnly(q, ['unit_link', 'unit_merge']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE unit_merge, unit_link, unit_version, unit');
  }
}
