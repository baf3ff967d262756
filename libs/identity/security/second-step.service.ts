import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, Clock, DomainError, UnitOfWork, invalid, type RequestOrigin, type Tx } from '#libs/platform';
import { Sessions } from '../sessions.service.js';
import { tokenHash } from '../token.js';
import type { StepNeed } from './entrance.service.js';
import { SecondFactors } from './second-factor.service.js';

const MAX_TRIES = 5;

export interface OpenStep {
  personId: string;
  need: StepNeed;
}

/** From a step that is owed to a session: by a code, or by setting the second factor up. */
@Injectable()
export class SecondStep {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Null when it is done, spent or over: the password is asked again. */
  async find(token: string): Promise<OpenStep | null> {
    const [row] = await this.dataSource.query(
      `SELECT person_id AS "personId", need FROM sign_in_step
       WHERE token_hash = $1 AND expires_at > $2 AND attempts < $3`,
      [tokenHash(token), this.clock.now(), MAX_TRIES],
    );
    return row ?? null;
  }

  /** A code of the application, or a recovery code. */
  async byCode(
    token: string,
    code: string,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<{ token: string; personId: string }> {
    const { personId } = await this.owed(token, 'code');
    await this.factors.throttleCodes(personId);
    const outcome = await this.work.run(async (tx) => {
      await this.lock(tx, token, 'code');
      const by = await this.factors.take(tx, personId, code);
      // A wrong try is counted in a transaction that commits.
      if (!by) return this.countTry(tx, token);
      return this.enter(tx, token, personId, by, origin, userAgent);
    });
    if (!outcome) throw invalid('second-factor.wrong', { code: 'second-factor.wrong' });
    return outcome;
  }

  /** The secret to set up with, for someone who must have one and is signed in by half only. */
  async beginSetUp(token: string): Promise<{ secret: string; uri: string }> {
    const { personId } = await this.owed(token, 'set-up');
    await this.factors.begin(personId);
    const { pending } = await this.factors.state(personId);
    if (!pending) throw ended();
    return pending;
  }

  /** Confirms the second factor and signs in; the recovery codes are shown once. */
  async bySetUp(
    token: string,
    code: string,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<{ token: string; personId: string; recoveryCodes: string[] }> {
    const { personId } = await this.owed(token, 'set-up');
    await this.factors.throttleCodes(personId);
    return this.work.run(async (tx) => {
      await this.lock(tx, token, 'set-up');
      const recoveryCodes = await this.factors.confirm(tx, personId, code, origin);
      // What the password alone had opened ends, tokens of programs too.
      await this.sessions.endAll(tx, personId, { tokens: true });
      return { ...(await this.enter(tx, token, personId, 'set-up', origin, userAgent)), recoveryCodes };
    });
  }

  private async owed(token: string, need: StepNeed): Promise<OpenStep> {
    const step = await this.find(token);
    if (step?.need !== need) throw ended();
    return step;
  }

  /** Two tabs sending at once: the second finds the step gone. */
  private async lock(tx: Tx, token: string, need: StepNeed): Promise<void> {
    const [row] = await tx.query(
      'SELECT 1 FROM sign_in_step WHERE token_hash = $1 AND need = $2 AND expires_at > $3 AND attempts < $4 FOR UPDATE',
      [tokenHash(token), need, this.clock.now(), MAX_TRIES],
    );
    if (!row) throw ended();
  }

  private async countTry(tx: Tx, token: string): Promise<null> {
    await tx.query('UPDATE sign_in_step SET attempts = attempts + 1 WHERE token_hash = $1', [tokenHash(token)]);
    return null;
  }

  private async enter(
    tx: Tx,
    token: string,
    personId: string,
    by: string,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<{ token: string; personId: string }> {
    await tx.query('DELETE FROM sign_in_step WHERE token_hash = $1', [tokenHash(token)]);
    await this.audit.append(tx, {
      actorId: personId,
      action: 'session.start',
      subjectType: 'person',
      subjectId: personId,
      details: { secondFactor: by },
      origin,
    });
    return { personId, token: (await this.sessions.start(tx, personId, origin, userAgent)).token };
  }
}

const ended = () => new DomainError('gone', 'second-factor.step-ended', {}, { code: 'second-factor.step-ended' });
