import type { MigrationInterface, QueryRunner } from 'typeorm';
import { seedCalendar, seedClocks } from './rights-seed.js';
import { APP_ROLE, appendOnly, grantAll } from './support.js';

/** Rights of people over their data: cases with clocks, exports, guardians, what was erased, retention, breaches. */
export class Rights1764000000017 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await this.letErasureReachFacts(q);
    await q.query(`
      CREATE TABLE guardian (
        person_id uuid PRIMARY KEY REFERENCES person,
        name_cipher text NOT NULL,
        relation text NOT NULL CHECK (relation IN ('parent', 'guardian')),
        phone_cipher text,
        method text NOT NULL CHECK (method IN ('code', 'attested')),
        attested_by uuid REFERENCES person,
        consented_at timestamptz NOT NULL,
        CHECK ((method = 'attested') = (attested_by IS NOT NULL))
      );

      CREATE TABLE calendar_day (
        day date PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('off', 'work')),
        name text NOT NULL,
        source text NOT NULL,
        certain boolean NOT NULL DEFAULT true
      );
      CREATE TABLE rights_clock (
        kind text PRIMARY KEY,
        days int NOT NULL CHECK (days > 0),
        basis text NOT NULL CHECK (basis IN ('working', 'calendar')),
        extension_days int NOT NULL CHECK (extension_days >= 0),
        source text NOT NULL
      );
      CREATE TABLE rights_case (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        kind text NOT NULL CHECK (kind IN ('withdraw', 'view', 'correct', 'export', 'restrict', 'object', 'delete')),
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'fulfilled', 'refused', 'cancelled')),
        opened_at timestamptz NOT NULL,
        opened_by uuid NOT NULL REFERENCES person,
        wish_cipher text,
        reply_due_on date NOT NULL,
        replied_at timestamptz,
        due_on date NOT NULL,
        extended_to date,
        extended_at timestamptz,
        closed_at timestamptz,
        closed_by uuid REFERENCES person,
        answer_cipher text,
        evidence text,
        CHECK ((state = 'open') = (closed_at IS NULL)),
        CHECK ((extended_to IS NULL) = (extended_at IS NULL)),
        CHECK (extended_to > due_on)
      );
      CREATE INDEX rights_case_person ON rights_case (person_id, opened_at);
      CREATE UNIQUE INDEX rights_case_one_open ON rights_case (person_id, kind) WHERE state = 'open';
      CREATE TABLE rights_case_event (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES rights_case,
        kind text NOT NULL,
        at timestamptz NOT NULL,
        actor_id uuid REFERENCES person,
        note_cipher text
      );
      CREATE INDEX rights_case_event_case ON rights_case_event (case_id, at);
      CREATE TABLE personal_export (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        case_id uuid REFERENCES rights_case,
        requested_at timestamptz NOT NULL,
        file_key text,
        file_bytes bigint,
        ready_at timestamptz,
        expires_at timestamptz
      );
      CREATE INDEX personal_export_person ON personal_export (person_id, requested_at);

      CREATE TABLE erasure (
        person_id uuid NOT NULL REFERENCES person,
        erased_at timestamptz NOT NULL,
        case_id uuid REFERENCES rights_case,
        PRIMARY KEY (person_id, erased_at)
      );

      CREATE TABLE desk_task (
        id uuid PRIMARY KEY,
        subject_type text NOT NULL CHECK (subject_type IN ('rights_case', 'breach')),
        subject_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('reply', 'due-soon', 'overdue', 'notify-authority')),
        due_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        done_at timestamptz,
        UNIQUE (subject_type, subject_id, kind)
      );

      CREATE TABLE retention_rule (
        kind text PRIMARY KEY,
        days int NOT NULL CHECK (days > 0),
        reason text NOT NULL,
        set_by uuid NOT NULL REFERENCES person,
        set_at timestamptz NOT NULL
      );
      CREATE TABLE retention_run (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        ran_at timestamptz NOT NULL,
        days int NOT NULL,
        removed int NOT NULL
      );
      CREATE INDEX retention_run_at ON retention_run (ran_at);

      CREATE TABLE breach (
        id uuid PRIMARY KEY,
        title text NOT NULL,
        discovered_at timestamptz NOT NULL,
        opened_at timestamptz NOT NULL,
        opened_by uuid NOT NULL REFERENCES person,
        facts text NOT NULL,
        data_kinds text NOT NULL,
        affected_count int CHECK (affected_count >= 0),
        closed_at timestamptz
      );
      CREATE TABLE breach_event (
        id uuid PRIMARY KEY,
        breach_id uuid NOT NULL REFERENCES breach,
        kind text NOT NULL CHECK (kind IN ('measure', 'authority', 'subjects', 'evidence', 'count', 'close')),
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        actor_id uuid NOT NULL REFERENCES person,
        text text NOT NULL
      );
      CREATE INDEX breach_event_breach ON breach_event (breach_id, at);
    `);
    await grantAll(q, ['guardian', 'calendar_day', 'rights_clock', 'personal_export', 'retention_rule']);
    await q.query(`
      GRANT SELECT, INSERT, UPDATE ON rights_case, desk_task TO ${APP_ROLE};
      GRANT SELECT, INSERT, UPDATE (note_cipher) ON rights_case_event TO ${APP_ROLE};
      CREATE TRIGGER rights_case_event_kept BEFORE UPDATE OR DELETE ON rights_case_event
        FOR EACH ROW EXECUTE FUNCTION refuse_all_but_blanking('note_cipher');
      GRANT SELECT, INSERT, UPDATE (affected_count, closed_at) ON breach TO ${APP_ROLE};
    `);
    await appendOnly(q, ['erasure', 'retention_run', 'breach_event']);
    await seedClocks(q);
    await seedCalendar(q);
  }

  /** What names or traces somebody inside a fact can be blanked, and nothing else of it; old logs of looks can go. */
  private async letErasureReachFacts(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE identity ADD COLUMN restricted_at timestamptz;
      ALTER TABLE outbound_message ADD COLUMN recipient_index text;
      CREATE INDEX outbound_message_recipient ON outbound_message (recipient_index);

      CREATE FUNCTION refuse_all_but_blanking() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV
             AND (SELECT bool_and(value IN ('null', to_jsonb(OLD) -> key)) FROM jsonb_each(to_jsonb(NEW)) WHERE key = ANY(TG_ARGV)) THEN
            RETURN NEW;
          END IF;
          RAISE EXCEPTION 'rows of % can only be blanked', TG_TABLE_NAME USING ERRCODE = 'HV001';
        END $$;

      DROP TRIGGER membership_supersede_only ON membership;
      CREATE TRIGGER membership_closed BEFORE UPDATE ON membership FOR EACH ROW
        WHEN (OLD.superseded_at IS DISTINCT FROM NEW.superseded_at) EXECUTE FUNCTION refuse_all_but_supersede();
      CREATE TRIGGER membership_blanked BEFORE UPDATE ON membership FOR EACH ROW
        WHEN (OLD.superseded_at IS NOT DISTINCT FROM NEW.superseded_at) EXECUTE FUNCTION refuse_all_but_blanking('position');
      CREATE TRIGGER membership_kept BEFORE DELETE ON membership FOR EACH ROW EXECUTE FUNCTION refuse_change();
      GRANT UPDATE (position) ON membership TO ${APP_ROLE};

      CREATE OR REPLACE FUNCTION refuse_change_of_submitted_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND (OLD.submitted_at IS NULL
             OR NEW.device_id IS NULL AND to_jsonb(OLD) - 'device_id' = to_jsonb(NEW) - 'device_id') THEN
            RETURN NEW;
          END IF;
          RAISE EXCEPTION 'a submitted attempt never changes' USING ERRCODE = 'HV001';
        END $$;

      CREATE FUNCTION refuse_change_within_a_year() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' AND OLD.at < now() - interval '12 months' THEN
            RETURN OLD;
          END IF;
          RAISE EXCEPTION 'table % is append-only for twelve months', TG_TABLE_NAME USING ERRCODE = 'HV001';
        END $$;
      DROP TRIGGER access_log_append_only ON access_log;
      CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE ON access_log
        FOR EACH ROW EXECUTE FUNCTION refuse_change_within_a_year();
      GRANT DELETE ON access_log TO ${APP_ROLE};
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DROP TABLE breach_event, breach, retention_run, retention_rule, desk_task, erasure, personal_export,
        rights_case_event, rights_case, rights_clock, calendar_day, guardian;
      REVOKE DELETE ON access_log FROM ${APP_ROLE};
      DROP TRIGGER access_log_append_only ON access_log;
      CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
      DROP FUNCTION refuse_change_within_a_year();
      REVOKE UPDATE (position) ON membership FROM ${APP_ROLE};
      DROP TRIGGER membership_kept ON membership;
      DROP TRIGGER membership_blanked ON membership;
      DROP TRIGGER membership_closed ON membership;
      CREATE TRIGGER membership_supersede_only BEFORE UPDATE OR DELETE ON membership
        FOR EACH ROW EXECUTE FUNCTION refuse_all_but_supersede();
      DROP FUNCTION refuse_all_but_blanking();
      DROP INDEX outbound_message_recipient;
      ALTER TABLE outbound_message DROP COLUMN recipient_index;
      ALTER TABLE identity DROP COLUMN restricted_at;
      CREATE OR REPLACE FUNCTION refuse_change_of_submitted_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' OR OLD.submitted_at IS NOT NULL THEN
            RAISE EXCEPTION 'a submitted attempt never changes' USING ERRCODE = 'HV001';
          END IF;
          RETURN NEW;
        END $$;
    `);
  }
}
