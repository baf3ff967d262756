import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantAll } from './support.js';

/** Certificates of a unit's people in one file to print: who asked, why, and whose papers stand in it. */
export class CertificatePrints1764000000029 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE certificate_print (
        id uuid PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES unit,
        client_key uuid NOT NULL UNIQUE,
        purpose text NOT NULL,
        made_by uuid NOT NULL REFERENCES person,
        made_at timestamptz NOT NULL,
        job_id uuid,
        file_key text,
        file_bytes bigint,
        ready_at timestamptz,
        removed_at timestamptz
      );
      CREATE INDEX certificate_print_unit ON certificate_print (unit_id, made_at);
      CREATE TABLE certificate_print_item (
        print_id uuid NOT NULL REFERENCES certificate_print ON DELETE CASCADE,
        certificate_id uuid NOT NULL REFERENCES certificate,
        unit_id uuid NOT NULL REFERENCES unit,
        position int NOT NULL,
        PRIMARY KEY (print_id, certificate_id)
      );
      CREATE INDEX certificate_print_item_certificate ON certificate_print_item (certificate_id);
    `);
    await grantAll(q, ['certificate_print', 'certificate_print_item']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE certificate_print_item, certificate_print');
  }
}
