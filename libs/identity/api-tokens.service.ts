import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, Clock, UnitOfWork, newId, notFound, type RequestOrigin } from '#libs/platform';
import { actorColumns, toActor } from './actor-row.js';
import type { Actor } from './actor.js';
import { newToken, tokenHash } from './token.js';

export interface ApiTokenView {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date;
}

const DAY = 86_400_000;

/** Opaque bearer tokens for programs: they act as their owner, with the owner's grants at the time of the call. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The token is shown once and never again. */
  async issue(actor: Actor, name: string, days: number): Promise<{ id: string; token: string }> {
    const token = newToken();
    const id = newId();
    await this.work.run(async (tx) => {
      await tx.query('INSERT INTO api_token (id, token_hash, person_id, name, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)', [
        id, tokenHash(token), actor.personId, name, this.clock.now(), new Date(this.clock.now().getTime() + days * DAY),
      ]);
      await this.audit.append(tx, { actorId: actor.personId, action: 'token.issue', subjectType: 'api_token', subjectId: id, origin: actor.origin });
    });
    return { id, token };
  }

  async resolve(token: string, origin: RequestOrigin): Promise<Actor | null> {
    const now = this.clock.now();
    const [row] = await this.dataSource.query(
      `SELECT p.id, p.person_id AS "personId", p.last_used_at AS "lastUsedAt", ${actorColumns('$2::date', '$3::timestamptz')}
       FROM api_token p WHERE p.token_hash = $1 AND p.revoked_at IS NULL AND p.expires_at > $3`,
      [tokenHash(token), this.clock.today(), now],
    );
    if (!row) return null;
    if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > 60_000) {
      await this.dataSource.query('UPDATE api_token SET last_used_at = $2 WHERE id = $1', [row.id, now]);
    }
    return toActor(row, 'token', origin);
  }

  async list(actor: Actor): Promise<ApiTokenView[]> {
    return this.dataSource.query(
      `SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt"
       FROM api_token WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC`,
      [actor.personId, this.clock.now()],
    );
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    await this.work.run(async (tx) => {
      const [rows] = await tx.query('UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL RETURNING id', [
        id, actor.personId, this.clock.now(),
      ]);
      if (rows.length === 0) throw notFound('token.not-found');
      await this.audit.append(tx, { actorId: actor.personId, action: 'token.revoke', subjectType: 'api_token', subjectId: id, origin: actor.origin });
    });
  }
}
