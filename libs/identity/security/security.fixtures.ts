import { KeyRing, UnitOfWork, newId } from '#libs/platform';
import type { TestContext } from '#libs/testing';
import type { Actor } from '../actor.js';
import { Grants } from '../grants.service.js';
import { phoneIndex } from '../identity-fields.js';
import { ORIGIN } from '../identity.fixtures.js';
import { hashPassword } from '../password.js';
import { People } from '../people.service.js';
import type { Role } from '../permissions.js';
import { SignIn } from '../sign-in.service.js';
import type { Entered } from './entrance.service.js';
import { SecondFactors } from './second-factor.service.js';
import { totpCode } from './totp.js';

export const PASSWORD = 'ruộng bậc thang mùa lúa';

let hash: Promise<string> | undefined;
let next = 0;

export interface Someone {
  personId: string;
  /** As they type it. */
  phone: string;
  actor: Actor;
}

/** A person with an account, and roles over the units. */
export async function someone(
  context: TestContext,
  { roles = [], unitIds = [], from = '2026-01-01' }: { roles?: Role[]; unitIds?: string[]; from?: string } = {},
): Promise<Someone> {
  hash ??= hashPassword(PASSWORD);
  const passwordHash = await hash;
  next += 1;
  const phone = `+8496${String(next).padStart(7, '0')}`;
  const accountId = newId();
  const personId = await context.get(UnitOfWork).run(async (tx) => {
    const id = await context.get(People).create(tx, { fullName: `Vàng Thị Dợ`, phone });
    await tx.query(
      'INSERT INTO account (id, person_id, login_index, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)',
      [accountId, id, phoneIndex(context.get(KeyRing), phone), passwordHash, context.clock.now()],
    );
    for (const role of roles)
      await context.get(Grants).grant(tx, { personId: id, role, unitIds, from, to: null, by: null });
    return id;
  });
  const actor: Actor = {
    personId,
    displayName: 'Vàng Thị Dợ',
    accountId,
    sessionId: null,
    via: 'session',
    grants: roles.map((role) => ({ role, unitIds })),
    origin: ORIGIN,
  };
  return { personId, phone: phone.replace('+84', '0'), actor };
}

/** Sets a second factor up and waits until its first code is past. */
export async function secure(
  context: TestContext,
  { personId }: Someone,
): Promise<{ secret: string; recoveryCodes: string[]; code: (offsetSeconds?: number) => string }> {
  const factors = context.get(SecondFactors);
  await factors.begin(personId);
  const { secret } = (await factors.state(personId)).pending!;
  const code = (offsetSeconds = 0) => totpCode(secret, new Date(context.clock.now().getTime() + offsetSeconds * 1000));
  const recoveryCodes = await context.get(UnitOfWork).run((tx) => factors.confirm(tx, personId, code(), ORIGIN));
  context.clock.advance(60);
  return { secret, recoveryCodes, code };
}

export const signIn = (context: TestContext, who: { phone: string }, password = PASSWORD): Promise<Entered> =>
  context.get(SignIn).withPassword(who.phone, password, ORIGIN);
