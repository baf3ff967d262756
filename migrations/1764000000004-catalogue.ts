import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, grantAll } from './support.js';

/** Courses and modules, their immutable published versions, drafts and the second person's decision. */
export class Catalogue1764000000004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE course (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        slug text NOT NULL UNIQUE,
        position int NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE module (
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL REFERENCES course,
        code text NOT NULL UNIQUE,
        slug text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (course_id, slug)
      );
      CREATE TABLE course_version (
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL REFERENCES course,
        number int NOT NULL,
        title text NOT NULL,
        summary text NOT NULL,
        audience text NOT NULL DEFAULT '',
        published_at timestamptz NOT NULL,
        UNIQUE (course_id, number)
      );
      CREATE TABLE course_version_module (
        course_version_id uuid NOT NULL REFERENCES course_version,
        position int NOT NULL,
        module_id uuid NOT NULL REFERENCES module,
        PRIMARY KEY (course_version_id, position),
        UNIQUE (course_version_id, module_id)
      );
      CREATE TABLE module_draft (
        module_id uuid PRIMARY KEY REFERENCES module,
        content jsonb NOT NULL,
        revision int NOT NULL DEFAULT 1,
        authors uuid[] NOT NULL DEFAULT '{}',
        updated_by uuid REFERENCES person,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE module_submission (
        id uuid PRIMARY KEY,
        module_id uuid NOT NULL REFERENCES module,
        content jsonb NOT NULL,
        content_hash text NOT NULL,
        authors uuid[] NOT NULL,
        submitted_by uuid NOT NULL REFERENCES person,
        submitted_at timestamptz NOT NULL DEFAULT now(),
        note text NOT NULL DEFAULT ''
      );
      CREATE INDEX module_submission_module ON module_submission (module_id, submitted_at);
      CREATE TABLE module_review (
        id uuid PRIMARY KEY,
        submission_id uuid NOT NULL UNIQUE REFERENCES module_submission,
        decision text NOT NULL CHECK (decision IN ('approved', 'returned', 'withdrawn')),
        content_hash text NOT NULL,
        reviewer_id uuid NOT NULL REFERENCES person,
        note text NOT NULL DEFAULT '',
        at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE module_version (
        id uuid PRIMARY KEY,
        module_id uuid NOT NULL REFERENCES module,
        number int NOT NULL,
        title text NOT NULL,
        summary text NOT NULL,
        minutes int NOT NULL,
        objectives jsonb NOT NULL DEFAULT '[]',
        competence jsonb NOT NULL DEFAULT '{}',
        sources jsonb NOT NULL DEFAULT '[]',
        review_by date,
        content jsonb NOT NULL,
        content_hash text NOT NULL,
        submission_id uuid REFERENCES module_submission,
        authors uuid[] NOT NULL DEFAULT '{}',
        approver_id uuid REFERENCES person,
        published_at timestamptz NOT NULL,
        UNIQUE (module_id, number)
      );
      CREATE TABLE lesson (
        module_version_id uuid NOT NULL REFERENCES module_version,
        position int NOT NULL,
        title text NOT NULL,
        minutes int NOT NULL,
        markdown text NOT NULL,
        html text NOT NULL,
        search_text text NOT NULL,
        PRIMARY KEY (module_version_id, position)
      );
    `);
    await grantAll(q, ['course', 'module', 'module_draft']);
    await appendOnly(q, [
      'course_version',
      'course_version_module',
      'module_submission',
      'module_review',
      'module_version',
      'lesson',
    ]);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`DROP TABLE lesson, module_version, module_review, module_submission, module_draft,
      course_version_module, course_version, module, course`);
  }
}
