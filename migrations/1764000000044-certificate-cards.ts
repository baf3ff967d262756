import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a certificate's picture for sharing was drawn: those issued before there were pictures have none yet. */
export class CertificateCards1764000000044 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE certificate_payload ADD card_key text;
      CREATE INDEX certificate_payload_without_card ON certificate_payload (certificate_id) WHERE card_key IS NULL;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE certificate_payload DROP card_key');
  }
}
