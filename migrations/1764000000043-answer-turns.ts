import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A phone that sends an answer again cannot call back the first sending: it may arrive after a newer answer. So each
 * open attempt remembers, by question, which sender's which turn its answer came from.
 */
export class AnswerTurns1764000000043 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`ALTER TABLE attempt ADD COLUMN answer_turns jsonb NOT NULL DEFAULT '{}'`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`ALTER TABLE attempt DROP COLUMN answer_turns`);
  }
}
