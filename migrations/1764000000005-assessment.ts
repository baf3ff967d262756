import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, grantAll } from './support.js';

/** Question versions (published rows never change), the rule of a module's quiz, attempts. */
export class Assessment1764000000005 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE question_version (
        id uuid PRIMARY KEY,
        module_version_id uuid NOT NULL REFERENCES module_version,
        key text NOT NULL,
        position int NOT NULL,
        type text NOT NULL,
        content jsonb NOT NULL,
        UNIQUE (module_version_id, key)
      );
      CREATE TABLE quiz_rule (
        module_version_id uuid PRIMARY KEY REFERENCES module_version,
        draw_count int NOT NULL CHECK (draw_count > 0),
        pass_percent int NOT NULL CHECK (pass_percent BETWEEN 1 AND 100),
        max_attempts int NOT NULL CHECK (max_attempts >= 0),
        wait_minutes int NOT NULL CHECK (wait_minutes >= 0)
      );
      CREATE TABLE attempt (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        module_id uuid NOT NULL REFERENCES module,
        module_version_id uuid NOT NULL REFERENCES module_version,
        client_key uuid NOT NULL UNIQUE,
        device_id text,
        draw jsonb NOT NULL,
        answers jsonb NOT NULL DEFAULT '{}',
        started_at timestamptz NOT NULL DEFAULT now(),
        claimed_at timestamptz,
        submitted_at timestamptz,
        correct_count int,
        question_count int NOT NULL,
        passed boolean,
        CHECK ((submitted_at IS NULL) = (passed IS NULL))
      );
      CREATE UNIQUE INDEX attempt_open ON attempt (person_id, module_id) WHERE submitted_at IS NULL;
      CREATE INDEX attempt_person ON attempt (person_id, module_id, started_at);
      CREATE INDEX attempt_version ON attempt (module_version_id);

      CREATE FUNCTION refuse_change_of_submitted_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' OR OLD.submitted_at IS NOT NULL THEN
            RAISE EXCEPTION 'a submitted attempt never changes' USING ERRCODE = 'HV001';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER attempt_submitted BEFORE UPDATE OR DELETE ON attempt
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_submitted_attempt();
    `);
    await appendOnly(q, ['question_version', 'quiz_rule']);
    await grantAll(q, ['attempt']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`DROP TABLE attempt, quiz_rule, question_version;
      DROP FUNCTION refuse_change_of_submitted_attempt()`);
  }
}
