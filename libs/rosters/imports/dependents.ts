import type { Tx } from '#libs/platform';

/**
 * What points at a person without depending on them: rosters' own records, which an undo takes back itself, what is kept
 * about everybody, and who looked.
 */
const NO_DEPENDENTS = [
  'identity',
  'membership',
  'match_doubt',
  'roster_import_row',
  'roster_import_effect',
  'person_standing',
  'access_log',
];

/**
 * Tables with a row about one of these people, and how many of them: an account, a completion, an attempt, a merge, …
 * Read from the foreign keys themselves, so that no lib has to say what it keeps and none can be forgotten.
 */
export async function dependents(tx: Tx, personIds: string[]): Promise<{ table: string; people: number }[]> {
  const keys: { table: string; statement: string }[] = await tx.query(
    `SELECT c.conrelid::regclass::text AS "table",
       format('SELECT count(DISTINCT %1$I)::int AS people FROM %2$s WHERE %1$I = ANY($1::uuid[])', a.attname, c.conrelid::regclass) AS statement
     FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = 'person'::regclass AND c.conrelid::regclass::text <> ALL($1) ORDER BY 1`,
    [NO_DEPENDENTS],
  );
  const found: { table: string; people: number }[] = [];
  for (const { table, statement } of keys) {
    const [{ people }] = await tx.query(statement, [personIds]);
    if (Number(people) > 0) found.push({ table, people: Number(people) });
  }
  return found;
}
