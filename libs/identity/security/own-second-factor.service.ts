import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, Throttle, UnitOfWork, conflict, forbidden, invalid } from '#libs/platform';
import type { Actor } from '../actor.js';
import { verifyPassword } from '../password.js';
import { Sessions } from '../sessions.service.js';
import { SecondFactors, type SecondFactorState } from './second-factor.service.js';
import { SecuritySettings } from './security-settings.service.js';

/** What a signed-in person does with their own second factor. Never by a program's token. */
@Injectable()
export class OwnSecondFactor {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly settings: SecuritySettings,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  /** Compulsory also before the first day of a role that begins later. */
  async state(actor: Actor): Promise<SecondFactorState & { compulsory: boolean }> {
    const roles: { role: string }[] = await this.dataSource.query(
      `SELECT role FROM role_grant WHERE person_id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2::date)`,
      [actor.personId, this.clock.today()],
    );
    const compulsory = this.settings.asksSecondFactor(roles.map(({ role }) => role));
    return { ...(await this.factors.state(actor.personId)), compulsory };
  }

  /** Whoever finds an open session must not be able to shut its owner out: the password is asked once more. */
  async begin(actor: Actor, password: string): Promise<void> {
    refuseProgram(actor);
    await this.throttle.hit({ key: `password:account:${actor.accountId}`, max: 10, windowSeconds: 900 });
    const [account] = await this.dataSource.query('SELECT password_hash AS hash FROM account WHERE person_id = $1', [
      actor.personId,
    ]);
    if (account && !(await verifyPassword(account.hash, password)))
      throw invalid('password.wrong', { currentPassword: 'password.wrong' });
    await this.factors.begin(actor.personId);
  }

  /** Sessions that were begun without it end, all but the one in use. */
  async confirm(actor: Actor, code: string): Promise<string[]> {
    refuseProgram(actor);
    await this.factors.throttleCodes(actor.personId);
    return this.work.run(async (tx) => {
      const codes = await this.factors.confirm(tx, actor.personId, code, actor.origin);
      await this.sessions.endAll(tx, actor.personId, { keep: actor.sessionId });
      return codes;
    });
  }

  async renewCodes(actor: Actor, code: string): Promise<string[]> {
    refuseProgram(actor);
    return this.factors.renewRecoveryCodes(actor.personId, code, actor.origin);
  }

  async remove(actor: Actor, code: string): Promise<void> {
    refuseProgram(actor);
    if ((await this.state(actor)).compulsory) throw conflict('second-factor.compulsory');
    await this.factors.remove(actor.personId, code, actor.origin);
  }
}

function refuseProgram(actor: Actor): void {
  if (actor.via === 'token') throw forbidden('second-factor.by-token');
}
