import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, grantAll } from './support.js';

/** Lists of modules proposed and approved by two people, and what readers say is wrong. */
export class Authoring1764000000011 implements MigrationInterface {
  name = 'Authoring1764000000011';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE course_draft (
        course_id uuid PRIMARY KEY REFERENCES course,
        content jsonb NOT NULL,
        revision int NOT NULL DEFAULT 1,
        authors uuid[] NOT NULL DEFAULT '{}',
        updated_by uuid REFERENCES person,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE course_proposal (
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL REFERENCES course,
        content jsonb NOT NULL,
        content_hash text NOT NULL,
        authors uuid[] NOT NULL,
        proposed_by uuid NOT NULL REFERENCES person,
        proposed_at timestamptz NOT NULL DEFAULT now(),
        note text NOT NULL DEFAULT ''
      );
      CREATE INDEX course_proposal_course ON course_proposal (course_id, proposed_at);
      CREATE TABLE course_review (
        id uuid PRIMARY KEY,
        proposal_id uuid NOT NULL UNIQUE REFERENCES course_proposal,
        decision text NOT NULL CHECK (decision IN ('approved', 'returned', 'withdrawn')),
        content_hash text NOT NULL,
        reviewer_id uuid NOT NULL REFERENCES person,
        note text NOT NULL DEFAULT '',
        at timestamptz NOT NULL DEFAULT now()
      );
      ALTER TABLE course_version ADD COLUMN proposal_id uuid REFERENCES course_proposal;
      CREATE TABLE content_report (
        id uuid PRIMARY KEY,
        module_id uuid NOT NULL REFERENCES module,
        module_version_id uuid NOT NULL REFERENCES module_version,
        page int,
        question_version_id uuid REFERENCES question_version,
        kind text NOT NULL CHECK (kind IN ('wrong', 'outdated', 'unclear', 'other')),
        message text NOT NULL,
        reporter_id uuid REFERENCES person,
        reported_at timestamptz NOT NULL DEFAULT now(),
        state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'answered', 'done')),
        answer text NOT NULL DEFAULT '',
        handled_by uuid REFERENCES person,
        handled_at timestamptz,
        CHECK (page IS NULL OR question_version_id IS NULL)
      );
      CREATE INDEX content_report_state ON content_report (state, reported_at);
      CREATE INDEX content_report_module ON content_report (module_id, reported_at);
    `);
    await grantAll(q, ['course_draft', 'content_report']);
    await appendOnly(q, ['course_proposal', 'course_review']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DROP TABLE content_report;
      ALTER TABLE course_version DROP COLUMN proposal_id;
      DROP TABLE course_review, course_proposal, course_draft;
    `);
  }
}
