import { strFromU8, unzipSync } from 'fflate';
import { UnitOfWork, type Tx } from '#libs/platform';
import type { TestContext } from '#libs/testing';
import type { Actor } from '../actor.js';
import { Consents, LEARNING_CONSENT } from '../consents.service.js';
import { ORIGIN } from '../identity.fixtures.js';
import { hashPassword } from '../password.js';
import { People } from '../people.service.js';

export const PASSWORD = 'ruộng bậc thang';
let next = 912_000_000;

export const inTx = <T>(context: TestContext, work: (tx: Tx) => Promise<T>): Promise<T> =>
  context.get(UnitOfWork).run(work);

/** Somebody with an account, a confirmed phone and the base consent. */
export async function makeOwner(context: TestContext, fullName = 'Lò Thị Mai'): Promise<Actor> {
  const phone = `+84${(next += 1)}`;
  const hash = await hashPassword(PASSWORD);
  const { personId, accountId } = await inTx(context, async (tx) => {
    const id = await context.get(People).create(tx, { fullName, birthYear: 1968, phone, phoneVerified: true });
    const [{ account }] = await tx.query(
      `INSERT INTO account (id, person_id, login_index, password_hash) VALUES (gen_random_uuid(), $1, $2, $3) RETURNING id AS account`,
      [id, phone, hash],
    );
    await context.get(Consents).give(tx, id, { ...LEARNING_CONSENT, method: 'sign-up-form' });
    return { personId: id, accountId: account };
  });
  return { personId, displayName: fullName, accountId, sessionId: null, via: 'session', grants: [], origin: ORIGIN };
}

export async function unzip(stream: AsyncIterable<unknown>): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Object.fromEntries(
    Object.entries(unzipSync(Buffer.concat(chunks))).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
}
