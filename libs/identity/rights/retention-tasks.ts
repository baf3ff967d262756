import type { Clock, RemoveFiles, RetentionTask, Tx } from '#libs/platform';
import type { ErasePerson } from './erase-person.service.js';
import { GUARDIAN_AGE } from './guardian-age.js';
import { exportKey } from './rights-fields.js';

/** What of identity goes by itself. The months of logs are those of the security level (facts.md, Law). */
export function identityRetention(clock: Clock, files: RemoveFiles, erase: ErasePerson): RetentionTask[] {
  const removal =
    (sql: string) =>
    async (tx: Tx, before: Date): Promise<number> => {
      const [, count] = await tx.query(sql, [before]);
      return count;
    };
  return [
    {
      kind: 'awaiting-guardian',
      days: 7,
      purge: async (tx, before) => {
        const rows: { id: string }[] = await tx.query(
          `SELECT i.person_id AS id FROM identity i JOIN account a ON a.person_id = i.person_id
           WHERE i.guardian_consented_at IS NULL AND a.created_at < $1
             AND coalesce(extract(year FROM i.birth_date), i.birth_year) > extract(year FROM $2::date) - $3::int LIMIT 500`,
          [before, clock.today(), GUARDIAN_AGE],
        );
        for (const { id } of rows) await erase.run(tx, { personId: id, caseId: null, by: null });
        return rows.length;
      },
    },
    {
      kind: 'export-file',
      // Counted from the order; what can still be fetched is never older than this.
      days: 8,
      atLeastDays: 8,
      purge: async (tx, before) => {
        const [rows] = await tx.query('DELETE FROM personal_export WHERE requested_at < $1 RETURNING id', [before]);
        await files.later(
          tx,
          rows.map(({ id }: { id: string }) => exportKey(id)),
        );
        return rows.length;
      },
    },
    {
      kind: 'session',
      days: 30,
      purge: removal('DELETE FROM session WHERE coalesce(revoked_at, least(expires_at, last_seen_at)) < $1'),
    },
    {
      kind: 'user-agent',
      days: 14,
      purge: removal('UPDATE session SET user_agent = NULL WHERE user_agent IS NOT NULL AND last_seen_at < $1'),
    },
    { kind: 'verification-code', days: 1, purge: removal('DELETE FROM verification_code WHERE created_at < $1') },
    { kind: 'sign-in-step', days: 1, purge: removal('DELETE FROM sign_in_step WHERE expires_at < $1') },
    {
      kind: 'access-log',
      days: 730,
      // The trigger of the table refuses less than twelve months by the machine's own clock.
      atLeastDays: 366,
      purge: removal('DELETE FROM access_log WHERE at < $1'),
    },
    {
      kind: 'api-token',
      days: 90,
      purge: async (tx, before) => {
        const [, count] = await tx.query(
          'DELETE FROM api_token WHERE coalesce(revoked_at, expires_at) < least($1, $2::timestamptz)',
          [before, clock.now()],
        );
        return count;
      },
    },
  ];
}
