import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, grantAll, supersedeOnly } from './support.js';

/** Campaigns, what they require of whom, targets, each person's state, frozen figures and their reports. */
export class Campaigns1764000000008 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE campaign (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        name text NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK (ends_on >= starts_on)
      );
      CREATE TABLE requirement (
        id uuid PRIMARY KEY,
        campaign_id uuid NOT NULL REFERENCES campaign,
        capacity text NOT NULL REFERENCES capacity,
        course_version_id uuid NOT NULL REFERENCES course_version,
        minimum_versions jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (campaign_id, capacity, course_version_id)
      );
      CREATE TABLE target (
        id uuid PRIMARY KEY,
        campaign_id uuid NOT NULL REFERENCES campaign,
        unit_id uuid NOT NULL REFERENCES unit,
        capacity text NOT NULL,
        denominator text NOT NULL CHECK (denominator IN ('roster', 'declared')),
        declared_number int CHECK (declared_number >= 0),
        definition text NOT NULL DEFAULT '',
        source_document text NOT NULL DEFAULT '',
        source_date date,
        goal_percent numeric(4,1) NOT NULL,
        due_on date NOT NULL,
        author_id uuid REFERENCES person,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz,
        CHECK ((denominator = 'declared') = (declared_number IS NOT NULL))
      );
      CREATE UNIQUE INDEX target_current ON target (campaign_id, unit_id, capacity) WHERE superseded_at IS NULL;
      CREATE TABLE requirement_state (
        requirement_id uuid NOT NULL REFERENCES requirement,
        person_id uuid NOT NULL REFERENCES person,
        modules_done int NOT NULL DEFAULT 0,
        started_at timestamptz,
        met_at timestamptz,
        PRIMARY KEY (requirement_id, person_id)
      );
      CREATE INDEX requirement_state_person ON requirement_state (person_id);
      CREATE TABLE snapshot (
        id uuid PRIMARY KEY,
        campaign_id uuid NOT NULL REFERENCES campaign,
        title text NOT NULL,
        as_of_day date NOT NULL,
        known_at timestamptz NOT NULL,
        definitions_version text NOT NULL,
        filter jsonb NOT NULL,
        figures text NOT NULL,
        sha256 text NOT NULL,
        made_by uuid NOT NULL REFERENCES person,
        made_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX snapshot_campaign ON snapshot (campaign_id, made_at);
      CREATE TABLE snapshot_signoff (
        snapshot_id uuid PRIMARY KEY REFERENCES snapshot,
        signed_by uuid NOT NULL REFERENCES person,
        sha256 text NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE report (
        id uuid PRIMARY KEY,
        snapshot_id uuid NOT NULL REFERENCES snapshot,
        format text NOT NULL CHECK (format IN ('xlsx', 'docx', 'csv')),
        template text NOT NULL,
        client_key uuid NOT NULL UNIQUE,
        purpose text NOT NULL,
        made_by uuid NOT NULL REFERENCES person,
        made_at timestamptz NOT NULL DEFAULT now(),
        job_id uuid,
        file_key text,
        file_bytes bigint,
        ready_at timestamptz
      );
    `);
    await grantAll(q, ['campaign', 'requirement_state', 'report']);
    await supersedeOnly(q, ['target']);
    await appendOnly(q, ['requirement', 'snapshot', 'snapshot_signoff']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`DROP TABLE report, snapshot_signoff, snapshot, requirement_state, target, requirement, campaign`);
  }
}
