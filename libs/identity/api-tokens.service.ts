import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  AuditLog,
  Clock,
  UnitOfWork,
  clean,
  conflict,
  forbidden,
  invalid,
  newId,
  notFound,
  type RequestOrigin,
} from '#libs/platform';
import { actorSql, toActor, type ActorRow } from './actor-row.js';
import type { Actor } from './actor.js';
import { SecuritySettings } from './security/security-settings.service.js';
import { newToken, tokenHash } from './token.js';

export interface ApiTokenView {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date;
}

const DAY = 86_400_000;
const MAX_DAYS = 365;
const SEEN_EVERY = 60_000;
const TOKEN = actorSql('api_token', 'last_used_at');

/** Opaque bearer tokens for programs: they act as their owner, with the owner's grants at the time of the call. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly settings: SecuritySettings,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The token is shown once and never again. A token makes no other token: a stolen one must not renew itself.
   * `clientKey` (a UUID): a form sent twice makes one token, and its second sending is answered `token.made`.
   */
  async issue(actor: Actor, name: string, days: number, clientKey?: string): Promise<{ id: string; token: string }> {
    if (actor.via === 'token') throw forbidden('token.by-token');
    this.check({ name, days });
    const token = newToken();
    const id = clientKey ?? newId();
    const now = this.clock.now();
    await this.work.run(async (tx) => {
      const made = await tx.query(
        `INSERT INTO api_token (id, token_hash, person_id, name, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO NOTHING RETURNING id`,
        [id, tokenHash(token), actor.personId, clean(name), now, new Date(now.getTime() + days * DAY)],
      );
      if (made.length === 0) throw conflict('token.made');
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'token.issue',
        subjectType: 'api_token',
        subjectId: id,
        details: { days },
        origin: actor.origin,
      });
    });
    return { id, token };
  }

  /** Throws beside the fields; for whoever must know before the first proof is used up. */
  check({ name, days }: { name: string; days: number }): void {
    const fields: Record<string, string> = {};
    if (clean(name).length === 0 || clean(name).length > 80) fields.name = 'token-name.required';
    if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) fields.days = 'token-days.invalid';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
  }

  async resolve(token: string, origin: RequestOrigin): Promise<Actor | null> {
    const now = this.clock.now();
    const [row] = (await this.dataSource.query(TOKEN, [tokenHash(token), this.clock.today(), now])) as ActorRow[];
    if (!row) return null;
    // Made by a password alone, before the role came: a program is no way around the second step.
    if (!row.secured && this.settings.asksSecondFactor(row.grants.map(({ role }) => role))) return null;
    if (!row.lastSeenAt || now.getTime() - row.lastSeenAt.getTime() > SEEN_EVERY) {
      await this.dataSource.query('UPDATE api_token SET last_used_at = $2 WHERE id = $1', [row.id, now]);
    }
    return toActor(row, 'token', origin);
  }

  async list(actor: Actor): Promise<ApiTokenView[]> {
    return this.dataSource.query(
      `SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt"
       FROM api_token WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC`,
      [actor.personId, this.clock.now()],
    );
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    await this.work.run(async (tx) => {
      const [rows] = await tx.query(
        'UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL RETURNING id',
        [id, actor.personId, this.clock.now()],
      );
      if (rows.length === 0) throw notFound('token.not-found');
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'token.revoke',
        subjectType: 'api_token',
        subjectId: id,
        origin: actor.origin,
      });
    });
  }
}
