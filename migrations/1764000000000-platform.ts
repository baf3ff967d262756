import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APP_ROLE, appendOnly, grantAll } from './support.js';

/** The app role, the guards of append-only tables, jobs, audit and counters. */
export class Platform1764000000000 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;
      CREATE EXTENSION IF NOT EXISTS btree_gist;
      GRANT USAGE ON SCHEMA public TO ${APP_ROLE};

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'HV001';
        END $$;

      CREATE FUNCTION refuse_all_but_supersede() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
             AND to_jsonb(OLD) - 'superseded_at' = to_jsonb(NEW) - 'superseded_at' THEN
            RETURN NEW;
          END IF;
          RAISE EXCEPTION 'rows of % can only be superseded', TG_TABLE_NAME USING ERRCODE = 'HV001';
        END $$;

      CREATE TABLE job (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        payload jsonb NOT NULL,
        dedupe_key text UNIQUE,
        run_at timestamptz NOT NULL DEFAULT now(),
        attempts int NOT NULL DEFAULT 0,
        max_attempts int NOT NULL DEFAULT 8,
        leased_until timestamptz,
        leased_by text,
        progress_done int NOT NULL DEFAULT 0,
        progress_total int,
        last_error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        done_at timestamptz,
        failed_at timestamptz
      );
      CREATE INDEX job_due ON job (run_at) WHERE done_at IS NULL AND failed_at IS NULL;

      CREATE TABLE audit (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        actor_id uuid,
        action text NOT NULL,
        subject_type text,
        subject_id text,
        purpose text,
        details jsonb NOT NULL DEFAULT '{}',
        ip text,
        port int
      );
      CREATE INDEX audit_at ON audit (at);
      CREATE TABLE audit_seal (
        number bigint PRIMARY KEY,
        audit_id uuid NOT NULL UNIQUE REFERENCES audit,
        hash text NOT NULL,
        sealed_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE throttle (
        key text PRIMARY KEY,
        window_start timestamptz NOT NULL,
        hits int NOT NULL
      );
    `);
    await grantAll(q, ['job', 'throttle']);
    await appendOnly(q, ['audit', 'audit_seal']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DROP TABLE throttle, audit_seal, audit, job;
      DROP FUNCTION refuse_all_but_supersede();
      DROP FUNCTION refuse_change();
    `);
  }
}
