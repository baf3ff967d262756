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
        campaign_id uuid NOT NULL REFERENCES campaign,
        person_id uuid NOT NULL REFERENCES person,
        begun text[] NOT NULL DEFAULT '{}',
        met text[] NOT NULL DEFAULT '{}',
        by_group text[] NOT NULL DEFAULT '{}',
        time_unknown text[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (campaign_id, person_id)
      );
      CREATE INDEX requirement_state_person ON requirement_state (person_id);
      CREATE INDEX completion_recorded_later ON completion USING gist (tstzrange(completed_at, recorded_at, '(]'))
        WHERE recorded_at > completed_at;
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
    await grantAll(q, ['requirement_state', 'report']);
    await supersedeOnly(q, ['target']);
    await appendOnly(q, ['campaign', 'requirement', 'snapshot', 'snapshot_signoff']);
    await this.keepStandings(q);
    await this.keepStarts(q);
  }

  /**
   * Frozen figures must be recomputable after an identity is corrected or erased, so what they need of it is kept apart,
   * with what was known when. In triggers, because every writer of identities must do it, bulk loads included.
   */
  private async keepStandings(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE person_standing (
        person_id uuid NOT NULL REFERENCES person,
        adult_on date,
        verified_at timestamptz,
        recorded_at timestamptz NOT NULL DEFAULT '-infinity',
        superseded_at timestamptz,
        PRIMARY KEY (person_id, recorded_at)
      );
      GRANT SELECT ON person_standing TO hvs_app;

      CREATE FUNCTION adult_on(birth_date date, birth_year smallint) RETURNS date LANGUAGE sql IMMUTABLE AS $$
        SELECT greatest(
          CASE WHEN birth_date IS NOT NULL THEN (birth_date + interval '18 years')::date
               WHEN birth_year IS NOT NULL THEN make_date(birth_year + 18, 12, 31) END,
          CASE WHEN birth_date IS NOT NULL OR birth_year IS NOT NULL THEN date '2025-01-01' END)
      $$;

      CREATE FUNCTION begin_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
        BEGIN
          INSERT INTO person_standing (person_id, adult_on, verified_at)
            SELECT a.person_id, adult_on(a.birth_date, a.birth_year), least(a.phone_verified_at, a.personal_number_verified_at)
            FROM added a
            ON CONFLICT DO NOTHING;
          RETURN NULL;
        END $$;
      CREATE TRIGGER identity_begins_standing AFTER INSERT ON identity REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION begin_standing();

      CREATE FUNCTION change_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
        DECLARE
          was person_standing;
          adult date := adult_on(NEW.birth_date, NEW.birth_year);
          verified timestamptz := least(NEW.phone_verified_at, NEW.personal_number_verified_at);
          at timestamptz := CASE WHEN NEW.updated_at > OLD.updated_at THEN NEW.updated_at ELSE clock_timestamp() END;
        BEGIN
          SELECT * INTO was FROM person_standing WHERE person_id = NEW.person_id AND superseded_at IS NULL;
          IF (was.adult_on, was.verified_at) IS DISTINCT FROM (adult, verified) THEN
            at := greatest(at, was.recorded_at + interval '1 microsecond');
            UPDATE person_standing SET superseded_at = at WHERE person_id = NEW.person_id AND superseded_at IS NULL;
            INSERT INTO person_standing (person_id, adult_on, verified_at, recorded_at) VALUES (NEW.person_id, adult, verified, at);
          END IF;
          RETURN NULL;
        END $$;
      CREATE TRIGGER identity_changes_standing AFTER UPDATE ON identity
        FOR EACH ROW EXECUTE FUNCTION change_standing();

      CREATE FUNCTION coarsen_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
        BEGIN
          UPDATE person_standing SET adult_on = 'infinity'
            WHERE person_id = OLD.person_id AND adult_on > (now() AT TIME ZONE interval '7 hours')::date;
          RETURN NULL;
        END $$;
      CREATE TRIGGER identity_coarsens_standing AFTER DELETE ON identity
        FOR EACH ROW EXECUTE FUNCTION coarsen_standing();
    `);
  }

  /** Progress says who learns what and can be erased; that a person had begun by a day is a fact of the figures. */
  private async keepStarts(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE module_start (
        person_id uuid NOT NULL REFERENCES person,
        module_id uuid NOT NULL REFERENCES module,
        started_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (person_id, module_id)
      );
      CREATE FUNCTION keep_start() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
        BEGIN
          INSERT INTO module_start (person_id, module_id, started_at, recorded_at)
            SELECT a.person_id, a.module_id, a.first_activity_at, greatest(a.first_activity_at, a.updated_at) FROM added a
            ON CONFLICT DO NOTHING;
          INSERT INTO requirement_state AS s (campaign_id, person_id, begun)
            SELECT r.campaign_id, a.person_id, array_agg(DISTINCT r.capacity) FROM added a
            JOIN course_version_module m ON m.module_id = a.module_id
            JOIN requirement r ON r.course_version_id = m.course_version_id
            GROUP BY r.campaign_id, a.person_id ORDER BY r.campaign_id, a.person_id
            ON CONFLICT (campaign_id, person_id) DO UPDATE
            SET begun = ARRAY(SELECT DISTINCT capacity FROM unnest(s.begun || excluded.begun) AS c(capacity) ORDER BY 1)
            WHERE NOT s.begun @> excluded.begun;
          RETURN NULL;
        END $$;
      CREATE TRIGGER progress_keeps_start AFTER INSERT ON progress REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION keep_start();
    `);
    await appendOnly(q, ['module_start']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DROP TRIGGER progress_keeps_start ON progress;
      DROP TRIGGER identity_coarsens_standing ON identity;
      DROP TRIGGER identity_changes_standing ON identity;
      DROP TRIGGER identity_begins_standing ON identity;
      DROP FUNCTION keep_start(), coarsen_standing(), change_standing(), begin_standing(), adult_on(date, smallint);
      DROP INDEX completion_recorded_later;
      DROP TABLE module_start, person_standing, report, snapshot_signoff, snapshot, requirement_state, target, requirement, campaign;
    `);
  }
}
