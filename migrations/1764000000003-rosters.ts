import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantAll, supersedeOnly } from './support.js';

/** Dated memberships, merges of duplicate people, roster imports in staging. */
export class Rosters1764000000003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE capacity (
        code text PRIMARY KEY,
        name text NOT NULL,
        position int NOT NULL,
        sensitive boolean NOT NULL DEFAULT false
      );
      INSERT INTO capacity (code, name, position, sensitive) VALUES
        ('official', 'Cán bộ, công chức, viên chức, người lao động', 1, false),
        ('party_member', 'Đảng viên', 2, true),
        ('citizen', 'Người dân', 3, false);
      CREATE TABLE roster_import (
        id uuid PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES unit,
        capacity text NOT NULL REFERENCES capacity,
        file_name text NOT NULL,
        effective_on date NOT NULL,
        status text NOT NULL CHECK (status IN ('staged', 'applied', 'discarded')),
        summary jsonb NOT NULL,
        made_by uuid NOT NULL REFERENCES person,
        created_at timestamptz NOT NULL DEFAULT now(),
        applied_at timestamptz
      );
      CREATE TABLE roster_import_row (
        import_id uuid NOT NULL REFERENCES roster_import ON DELETE CASCADE,
        row_number int NOT NULL,
        values_cipher text NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('add', 'change', 'skip', 'error')),
        reasons jsonb NOT NULL DEFAULT '[]',
        person_id uuid REFERENCES person,
        unit_id uuid REFERENCES unit,
        PRIMARY KEY (import_id, row_number)
      );
      CREATE TABLE membership (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        unit_id uuid NOT NULL REFERENCES unit,
        capacity text NOT NULL REFERENCES capacity,
        position text,
        is_head boolean NOT NULL DEFAULT false,
        source text NOT NULL CHECK (source IN ('roster', 'self')),
        import_id uuid REFERENCES roster_import,
        valid_from date NOT NULL,
        valid_to date,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz,
        CHECK (valid_to IS NULL OR valid_to > valid_from)
      );
      CREATE INDEX membership_person ON membership (person_id);
      CREATE INDEX membership_unit ON membership (unit_id, capacity);
      CREATE TABLE person_merge (
        id uuid PRIMARY KEY,
        from_person_id uuid NOT NULL REFERENCES person,
        into_person_id uuid NOT NULL REFERENCES person,
        decided_by uuid REFERENCES person,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz,
        CHECK (from_person_id <> into_person_id)
      );
      CREATE UNIQUE INDEX person_merge_from ON person_merge (from_person_id) WHERE superseded_at IS NULL;
      CREATE TABLE match_doubt (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        other_person_id uuid NOT NULL REFERENCES person,
        reason text NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz
      );
      CREATE INDEX match_doubt_person ON match_doubt (person_id);
    `);
    await grantAll(q, ['roster_import', 'roster_import_row']);
    await q.query('GRANT SELECT ON capacity TO hvs_app');
    await supersedeOnly(q, ['membership', 'person_merge', 'match_doubt']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE match_doubt, person_merge, membership, roster_import_row, roster_import, capacity');
  }
}
