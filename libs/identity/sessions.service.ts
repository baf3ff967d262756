import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, PreparedStatements, newId, runPrepared, type RequestOrigin, type Tx } from '#libs/platform';
import { actorSql, toActor, type ActorRow } from './actor-row.js';
import type { Actor } from './actor.js';
import type { Role } from './permissions.js';
import { sessionLimits } from './security/role-class.policy.js';
import { SecuritySettings } from './security/security-settings.service.js';
import { newToken, tokenHash } from './token.js';

const SEEN_EVERY = 60_000;
const BY_CARD = { idle: 30 * 60_000, absolute: 4 * 3600_000 };
/** One row, or none; `hash` is SQL: that of the token. $2 today, $3 now. */
export const sessionSql = (hash: string): string => actorSql('session', 'last_seen_at', hash);
const SESSION_SQL = sessionSql('$1');

export type SessionRow = ActorRow & { lastSeenAt: Date };

export interface SessionView {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  ip: string | null;
  userAgent: string | null;
  current: boolean;
}

@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: SecuritySettings,
    private readonly clock: Clock,
    private readonly prepared: PreparedStatements,
  ) {}

  /** `roles`: those of today, when the caller has read them. */
  async start(
    tx: Tx,
    personId: string,
    origin: RequestOrigin,
    userAgent?: string,
    roles?: Role[],
  ): Promise<{ token: string }> {
    const { absolute } = this.limits(roles ?? (await this.rolesOf(tx, personId)));
    return this.insert(tx, personId, absolute, null, origin, userAgent);
  }

  /** For learning only, and short: the phone is somebody else's. */
  startByCard(
    tx: Tx,
    personId: string,
    cardId: string,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<{ token: string }> {
    return this.insert(tx, personId, BY_CARD.absolute, cardId, origin, userAgent);
  }

  private async insert(
    tx: Tx,
    personId: string,
    absolute: number,
    cardId: string | null,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<{ token: string }> {
    const token = newToken();
    const now = this.clock.now();
    await runPrepared(
      tx,
      'session-start',
      `INSERT INTO session (id, token_hash, person_id, created_at, last_seen_at, expires_at, ip, user_agent, card_id)
       VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)`,
      [
        newId(),
        tokenHash(token),
        personId,
        now,
        new Date(now.getTime() + absolute),
        origin.ip ?? null,
        userAgent?.slice(0, 200) ?? null,
        cardId,
      ],
    );
    return { token };
  }

  /** The person behind a cookie with their current grants, in one statement; null when the session has ended. */
  async resolve(token: string, origin: RequestOrigin): Promise<Actor | null> {
    const values = [this.hashOf(token), this.clock.today(), this.clock.now()];
    const [row] = await this.prepared.run<SessionRow>('session', SESSION_SQL, values);
    return row ? this.admit(row, origin) : null;
  }

  /** What sessionSql compares. */
  hashOf(token: string): Buffer {
    return tokenHash(token);
  }

  /**
   * Null when the session was quiet or open for longer than the roles and settings of this moment allow, or when they
   * ask for a second factor that the person has not; else it is marked as seen, at most once a minute.
   */
  async admit(row: SessionRow, origin: RequestOrigin): Promise<Actor | null> {
    const now = this.clock.now();
    const quiet = now.getTime() - row.lastSeenAt.getTime();
    const { idle, absolute } = row.byCard ? BY_CARD : this.limits(rolesIn(row.grants));
    if (quiet > idle || now.getTime() - row.createdAt.getTime() >= absolute) return null;
    if (!row.secured && this.settings.asksSecondFactor(rolesIn(row.grants))) return null;
    if (quiet > SEEN_EVERY)
      await this.dataSource.query('UPDATE session SET last_seen_at = $2 WHERE id = $1', [row.id, now]);
    return toActor(row, 'session', origin);
  }

  async end(token: string): Promise<void> {
    await this.dataSource.query('UPDATE session SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL', [
      tokenHash(token),
      this.clock.now(),
    ]);
  }

  async endOne(actor: Actor, sessionId: string): Promise<void> {
    await this.dataSource.query(
      'UPDATE session SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL',
      [sessionId, actor.personId, this.clock.now()],
    );
  }

  /** All but the one in use: for whoever left a phone behind. */
  async endOthers(actor: Actor): Promise<void> {
    await this.dataSource.query(
      'UPDATE session SET revoked_at = $3 WHERE person_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL',
      [actor.personId, actor.sessionId, this.clock.now()],
    );
  }

  /** All of a person, tokens of programs too when asked: what they may do, or how they prove who they are, has changed. */
  async endAll(tx: Tx, personId: string, options: { keep?: string | null; tokens?: boolean } = {}): Promise<void> {
    const now = this.clock.now();
    await tx.query(
      'UPDATE session SET revoked_at = $3 WHERE person_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL',
      [personId, options.keep ?? null, now],
    );
    await tx.query('DELETE FROM sign_in_step WHERE person_id = $1', [personId]);
    if (options.tokens)
      await tx.query('UPDATE api_token SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL', [
        personId,
        now,
      ]);
  }

  /** Those that still let someone in. */
  async list(actor: Actor): Promise<SessionView[]> {
    const now = this.clock.now();
    const { idle, absolute } = this.limits(rolesIn(actor.grants));
    return this.dataSource.query(
      `SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", ip, user_agent AS "userAgent", id IS NOT DISTINCT FROM $2 AS current
       FROM session WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $3 AND last_seen_at >= $4 AND created_at > $5
       ORDER BY current DESC, last_seen_at DESC`,
      [actor.personId, actor.sessionId, now, new Date(now.getTime() - idle), new Date(now.getTime() - absolute)],
    );
  }

  private limits(roles: Role[]): { idle: number; absolute: number } {
    return sessionLimits(roles, (key) => this.settings.value(key));
  }

  private async rolesOf(tx: Tx, personId: string): Promise<Role[]> {
    const rows: { role: Role }[] = await tx.query(
      `SELECT DISTINCT role FROM role_grant WHERE person_id = $1 AND superseded_at IS NULL
         AND valid_from <= $2::date AND (valid_to IS NULL OR valid_to > $2::date)`,
      [personId, this.clock.today()],
    );
    return rows.map(({ role }) => role);
  }
}

const rolesIn = (grants: Actor['grants']): Role[] => grants.map(({ role }) => role);
