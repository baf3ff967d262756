import { Injectable } from '@nestjs/common';
import { Clock, runPrepared, type RequestOrigin, type Tx } from '#libs/platform';
import type { Role } from '../permissions.js';
import { Sessions } from '../sessions.service.js';
import { newToken, tokenHash } from '../token.js';
import { SecuritySettings } from './security-settings.service.js';

export type StepNeed = 'code' | 'set-up';

/**
 * Past the first proof: a session, or a step still owed. The step's token is good for that step alone, for ten
 * minutes, and opens no page.
 */
export type Entered =
  | { personId: string; token: string; step: null }
  | { personId: string; token: null; step: { token: string; need: StepNeed } };

interface OpenedAccount {
  id: string;
  index: string;
}

export const STEP_MINUTES = 10;

/** The one way from a first proof (password, code sent to the phone, another provider) to a session. */
@Injectable()
export class Entrance {
  constructor(
    private readonly sessions: Sessions,
    private readonly settings: SecuritySettings,
    private readonly clock: Clock,
  ) {}

  /** `account`: the one whose password was right; its failures are forgotten, its index is the one given. */
  async open(
    tx: Tx,
    personId: string,
    origin: RequestOrigin,
    userAgent?: string,
    account?: OpenedAccount,
  ): Promise<Entered> {
    const { roles, lasting, secured } = await this.standing(tx, personId, account);
    if (secured) return { personId, token: null, step: await this.step(tx, personId, 'code') };
    if (this.settings.asksSecondFactor(lasting))
      return { personId, token: null, step: await this.step(tx, personId, 'set-up') };
    const { token } = await this.sessions.start(tx, personId, origin, userAgent, roles);
    return { personId, token, step: null };
  }

  /** `lasting` includes the roles that begin later. */
  private async standing(
    tx: Tx,
    personId: string,
    account?: OpenedAccount,
  ): Promise<{ roles: Role[]; lasting: string[]; secured: boolean }> {
    const [row] = await runPrepared<{ roles: Role[]; lasting: string[]; secured: boolean }>(
      tx,
      'standing',
      `WITH entered AS (
         UPDATE account SET failed_count = 0, locked_until = NULL, last_sign_in_at = $3, login_index = $5 WHERE id = $4)
       SELECT coalesce(array_agg(role) FILTER (WHERE valid_from <= $2::date), '{}') AS roles,
         coalesce(array_agg(role), '{}') AS lasting,
         EXISTS (SELECT 1 FROM second_factor WHERE person_id = $1 AND confirmed_at IS NOT NULL) AS secured
       FROM role_grant WHERE person_id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2::date)`,
      [personId, this.clock.today(), this.clock.now(), account?.id ?? null, account?.index ?? null],
    );
    return row!;
  }

  private async step(tx: Tx, personId: string, need: StepNeed): Promise<{ token: string; need: StepNeed }> {
    const token = newToken();
    const now = this.clock.now();
    await tx.query('DELETE FROM sign_in_step WHERE expires_at <= $1', [now]);
    await tx.query(
      'INSERT INTO sign_in_step (token_hash, person_id, need, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [tokenHash(token), personId, need, now, new Date(now.getTime() + STEP_MINUTES * 60_000)],
    );
    return { token, need };
  }
}
