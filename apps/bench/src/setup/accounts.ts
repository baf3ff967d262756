import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { People, hashPassword } from '#libs/identity';
import { KeyRing, StartupError, newId } from '#libs/platform';

/** The password all demo people share. */
export const DEMO_PASSWORD = 'hocvuso2026';

export interface Door {
  phone: string;
  cookie: string;
  formToken: string;
}

/** Learners with a password and a form to send it with: each from a browser of their own. */
export async function doors(app: INestApplicationContext, count: number): Promise<Door[]> {
  const rows: { id: string }[] = await app.get(DataSource).query(
    `SELECT a.person_id AS id FROM account a WHERE a.disabled_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = a.person_id) ORDER BY a.id LIMIT $1`,
    [count],
  );
  if (rows.length < count) throw new StartupError(`Cần ${count} người thử có tài khoản, mới có ${rows.length}.`);
  // A folder of an earlier version keeps hashes of its cost: all pay today's.
  await app
    .get(DataSource)
    .query('UPDATE account SET password_hash = $2 WHERE person_id = ANY($1)', [
      rows.map(({ id }) => id),
      await hashPassword(DEMO_PASSWORD),
    ]);
  const people = app.get(People, { strict: false });
  const keys = app.get(KeyRing);
  const made: Door[] = [];
  for (const { id } of rows) {
    const visitor = newId();
    made.push({
      phone: (await people.find(id)).phone!,
      cookie: `hvs_visitor=${visitor}`,
      formToken: keys.mac(`visitor:${visitor}`, 'form-token'),
    });
  }
  return made;
}
