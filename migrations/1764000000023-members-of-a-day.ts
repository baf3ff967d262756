import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who belongs to a unit on a day is answered by the index alone: 500,000 memberships need not be looked up. */
export class MembersOfADay1764000000023 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE INDEX membership_of_a_day ON membership (unit_id, valid_from)
        INCLUDE (valid_to, recorded_at, superseded_at, capacity, person_id);
      DROP INDEX membership_unit;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE INDEX membership_unit ON membership (unit_id, capacity);
      DROP INDEX membership_of_a_day;
    `);
  }
}
