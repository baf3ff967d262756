import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, grantAll, supersedeOnly } from './support.js';

/** Progress, completions (facts), adjustments, flags, confirmations from elsewhere. */
export class Learning1764000000006 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE progress (
        person_id uuid NOT NULL REFERENCES person,
        module_id uuid NOT NULL REFERENCES module,
        module_version_id uuid NOT NULL REFERENCES module_version,
        pages_seen int[] NOT NULL DEFAULT '{}',
        current_page int NOT NULL DEFAULT 1,
        first_activity_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (person_id, module_id)
      );
      CREATE INDEX progress_recent ON progress (person_id, updated_at DESC);
      CREATE FUNCTION keep_first_activity() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.first_activity_at := OLD.first_activity_at;
          RETURN NEW;
        END $$;
      CREATE TRIGGER progress_first_activity BEFORE UPDATE ON progress
        FOR EACH ROW EXECUTE FUNCTION keep_first_activity();

      CREATE TABLE completion (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        module_id uuid NOT NULL REFERENCES module,
        module_version_id uuid NOT NULL REFERENCES module_version,
        completed_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        source text NOT NULL CHECK (source IN ('self', 'group')),
        time_quality text NOT NULL DEFAULT 'server' CHECK (time_quality IN ('server', 'device', 'attested', 'time_unknown')),
        attempt_id uuid REFERENCES attempt,
        attested_by uuid REFERENCES person,
        UNIQUE (person_id, module_id, module_version_id)
      );
      CREATE INDEX completion_module ON completion (module_id, person_id);
      CREATE INDEX completion_completed_at ON completion (completed_at);

      CREATE TABLE adjustment (
        id uuid PRIMARY KEY,
        completion_id uuid NOT NULL REFERENCES completion,
        kind text NOT NULL CHECK (kind IN ('void', 'restore')),
        reason text NOT NULL,
        document_number text NOT NULL,
        author_id uuid NOT NULL REFERENCES person,
        recorded_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX adjustment_completion ON adjustment (completion_id, recorded_at);

      CREATE TABLE external_confirmation (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        kind text NOT NULL,
        document_number text NOT NULL,
        confirmed_on date NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE completion_flag (
        id uuid PRIMARY KEY,
        completion_id uuid NOT NULL REFERENCES completion,
        kind text NOT NULL,
        details jsonb NOT NULL DEFAULT '{}',
        recorded_at timestamptz NOT NULL DEFAULT now(),
        superseded_at timestamptz
      );
      CREATE INDEX completion_flag_completion ON completion_flag (completion_id);
    `);
    await grantAll(q, ['progress']);
    await appendOnly(q, ['completion', 'adjustment', 'external_confirmation']);
    await supersedeOnly(q, ['completion_flag']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`DROP TABLE completion_flag, external_confirmation, adjustment, completion, progress;
      DROP FUNCTION keep_first_activity()`);
  }
}
