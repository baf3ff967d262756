import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Blind indexes name their key, so that those of an older key are seen and remade where they stand: no second column is
 * needed. A provider's subject is kept encrypted, because from its index alone no other index can be made.
 */
export class IndexKeys1764000000026 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE identity DROP COLUMN phone_index_next, DROP COLUMN personal_number_index_next;
      ALTER TABLE account DROP COLUMN login_index_next;
      ALTER TABLE external_identity ADD COLUMN subject_cipher text;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      ALTER TABLE external_identity DROP COLUMN subject_cipher;
      ALTER TABLE account ADD COLUMN login_index_next text;
      ALTER TABLE identity ADD COLUMN phone_index_next text, ADD COLUMN personal_number_index_next text;
    `);
  }
}
