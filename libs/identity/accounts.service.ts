import { Injectable } from '@nestjs/common';
import { Clock, KeyRing, conflict, newId, type Tx } from '#libs/platform';
import { phoneIndex, phoneIndexes } from './identity-fields.js';

/** By which phone someone signs in. */
@Injectable()
export class Accounts {
  constructor(
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Disabled ones too. */
  async byPhone(tx: Pick<Tx, 'query'>, phone: string): Promise<{ personId: string; disabledAt: Date | null } | null> {
    const [account] = await tx.query(
      'SELECT person_id AS "personId", disabled_at AS "disabledAt" FROM account WHERE login_index = ANY($1)',
      [phoneIndexes(this.keys, phone)],
    );
    return account ?? null;
  }

  /** Two people confirming one phone at the same time: the second waits, and sees the first one's account. */
  async claim(tx: Tx, phone: string, taken = 'sign-up.phone-has-account'): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [phoneIndex(this.keys, phone)]);
    if (await this.byPhone(tx, phone)) throw conflict(taken);
  }

  async setPhone(tx: Tx, personId: string, phone: string): Promise<void> {
    await tx.query('UPDATE account SET login_index = $2 WHERE person_id = $1', [
      personId,
      phoneIndex(this.keys, phone),
    ]);
  }

  async insert(tx: Tx, account: { personId: string; phone: string; passwordHash: string }): Promise<void> {
    await tx.query(
      'INSERT INTO account (id, person_id, login_index, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)',
      [newId(), account.personId, phoneIndex(this.keys, account.phone), account.passwordHash, this.clock.now()],
    );
  }
}
