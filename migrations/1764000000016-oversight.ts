import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, grantAll } from './support.js';

/** Roles given with a reason and by two people, the six-monthly review of them, published heads of the audit, keys that change. */
export class Oversight1764000000016 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE role_grant ADD COLUMN reason text;

      CREATE TABLE grant_proposal (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        role text NOT NULL,
        unit_ids uuid[] NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        reason text NOT NULL,
        proposed_by uuid NOT NULL REFERENCES person,
        proposed_at timestamptz NOT NULL DEFAULT now(),
        CHECK (valid_to IS NULL OR valid_to > valid_from),
        CHECK (proposed_by <> person_id)
      );
      CREATE TABLE grant_proposal_decision (
        proposal_id uuid PRIMARY KEY REFERENCES grant_proposal,
        decision text NOT NULL CHECK (decision IN ('confirmed', 'refused', 'withdrawn')),
        grant_id uuid REFERENCES role_grant,
        reason text,
        decided_by uuid NOT NULL REFERENCES person,
        decided_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((decision = 'confirmed') = (grant_id IS NOT NULL))
      );

      CREATE TABLE access_review (
        id uuid PRIMARY KEY,
        period text NOT NULL,
        scope_key text NOT NULL,
        unit_ids uuid[] NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT now(),
        due_on date NOT NULL,
        UNIQUE (period, scope_key)
      );
      CREATE TABLE access_review_item (
        review_id uuid NOT NULL REFERENCES access_review,
        grant_id uuid NOT NULL REFERENCES role_grant,
        PRIMARY KEY (review_id, grant_id)
      );
      CREATE TABLE access_review_decision (
        review_id uuid NOT NULL,
        grant_id uuid NOT NULL,
        decision text NOT NULL CHECK (decision IN ('keep', 'end')),
        reason text,
        last_seen_at timestamptz,
        decided_by uuid NOT NULL REFERENCES person,
        decided_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (review_id, grant_id),
        FOREIGN KEY (review_id, grant_id) REFERENCES access_review_item
      );

      CREATE TABLE audit_head (
        day date PRIMARY KEY,
        number bigint NOT NULL,
        hash text NOT NULL,
        published_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX access_log_at ON access_log (at, id);
      CREATE INDEX audit_at_id ON audit (at, id);

      CREATE TABLE key_rotation (
        id uuid PRIMARY KEY,
        key_id text NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        stop_asked_at timestamptz,
        finished_at timestamptz,
        done bigint NOT NULL DEFAULT 0,
        total bigint
      );
    `);
    await appendOnly(q, [
      'grant_proposal',
      'grant_proposal_decision',
      'access_review',
      'access_review_item',
      'access_review_decision',
      'audit_head',
    ]);
    await grantAll(q, ['key_rotation']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DROP TABLE key_rotation, audit_head, access_review_decision, access_review_item, access_review,
        grant_proposal_decision, grant_proposal;
      DROP INDEX access_log_at, audit_at_id;
      ALTER TABLE role_grant DROP COLUMN reason;
    `);
  }
}
