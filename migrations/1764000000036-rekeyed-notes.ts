import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A note of a request may also be encrypted again under another key, else the key it was written under could never go.
 * Whether the words are the same the database cannot see; that the key is another it can, and only whoever holds both
 * keys can write such a text.
 */
export class RekeyedNotes1764000000036 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE FUNCTION refuse_all_but_blanking_or_rekeying() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          was text := to_jsonb(OLD) ->> TG_ARGV[0];
          becomes text := to_jsonb(NEW) ->> TG_ARGV[0];
        BEGIN
          IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - TG_ARGV[0] = to_jsonb(NEW) - TG_ARGV[0]
             AND (becomes IS NULL OR was IS NOT DISTINCT FROM becomes OR split_part(was, '.', 1) <> split_part(becomes, '.', 1)) THEN
            RETURN NEW;
          END IF;
          RAISE EXCEPTION 'rows of % can only be blanked or encrypted under another key', TG_TABLE_NAME USING ERRCODE = 'HV001';
        END $$;
      DROP TRIGGER rights_case_event_kept ON rights_case_event;
      CREATE TRIGGER rights_case_event_kept BEFORE UPDATE OR DELETE ON rights_case_event
        FOR EACH ROW EXECUTE FUNCTION refuse_all_but_blanking_or_rekeying('note_cipher');
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      DROP TRIGGER rights_case_event_kept ON rights_case_event;
      CREATE TRIGGER rights_case_event_kept BEFORE UPDATE OR DELETE ON rights_case_event
        FOR EACH ROW EXECUTE FUNCTION refuse_all_but_blanking('note_cipher');
      DROP FUNCTION refuse_all_but_blanking_or_rekeying();
    `);
  }
}
