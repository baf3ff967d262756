import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, DomainError, KeyRing, type Tx } from '#libs/platform';
import { newToken, tokenHash } from '../token.js';

const CONTEXT = 'provider_sign_in.payload';
const MINUTES = 15;

/** Keeps a sign-in while the browser is away or a form is open. A token opens its row once, or until it ends. */
@Injectable()
export class ProviderJourneys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  async keep(stage: 'begun' | 'proven', payload: unknown, tx?: Tx): Promise<string> {
    const token = newToken();
    const now = this.clock.now();
    const db = tx ?? this.dataSource;
    await db.query('DELETE FROM provider_sign_in WHERE expires_at <= $1', [now]);
    await db.query(
      'INSERT INTO provider_sign_in (token_hash, stage, payload_cipher, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [
        tokenHash(token),
        stage,
        this.keys.encrypt(JSON.stringify(payload), CONTEXT),
        now,
        new Date(now.getTime() + MINUTES * 60_000),
      ],
    );
    return token;
  }

  /** Ends with the reading, so that an answer can be handed in once. Refuses `provider.ended`. */
  async take<T>(token: string | undefined, stage: 'begun' | 'proven', tx?: Tx): Promise<T> {
    const [rows] = await (tx ?? this.dataSource).query(
      'DELETE FROM provider_sign_in WHERE token_hash = $1 AND stage = $2 AND expires_at > $3 RETURNING payload_cipher',
      [tokenHash(token ?? ''), stage, this.clock.now()],
    );
    return this.open(rows[0]);
  }

  /** Refuses `provider.ended`. */
  async look<T>(token: string | undefined, stage: 'begun' | 'proven'): Promise<T> {
    const rows = await this.dataSource.query(
      'SELECT payload_cipher FROM provider_sign_in WHERE token_hash = $1 AND stage = $2 AND expires_at > $3',
      [tokenHash(token ?? ''), stage, this.clock.now()],
    );
    return this.open(rows[0]);
  }

  private open<T>(row: { payload_cipher: string } | undefined): T {
    if (!row) throw new DomainError('gone', 'provider.ended');
    return JSON.parse(this.keys.decrypt(row.payload_cipher, CONTEXT)) as T;
  }
}
