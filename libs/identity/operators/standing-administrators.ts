import type { Tx } from '#libs/platform';

/** Held by whatever counts administrators and then changes their number. */
export const lockAdministrators = (tx: Tx): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtext('role.administrator'))`);

/** People whose grant stands today or begins later and who can sign in. */
export async function standingAdministrators(tx: Tx, today: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT DISTINCT g.person_id AS id FROM role_grant g JOIN account a ON a.person_id = g.person_id
     WHERE g.role = 'administrator' AND g.superseded_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > $1::date)
       AND a.disabled_at IS NULL`,
    [today],
  );
  return rows.map(({ id }) => id);
}
