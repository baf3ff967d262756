import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, Clock, Throttle, UnitOfWork, invalid, notFound, type RequestOrigin } from '#libs/platform';
import { verifyPassword } from '../password.js';
import { Sessions } from '../sessions.service.js';
import { tokenHash } from '../token.js';

const TRIES = 5;
const LOCK_MINUTES = 15;
/** A card that was guessed at so often is taken back: whoever holds it is not its owner. */
const TRIES_IN_ALL = 20;

interface Tried {
  id: string;
  personId: string;
  pinHash: string;
  failed: number;
}

/** The QR code names the card, the PIN proves the owner. What opens is for learning only, and short: the phone is another's. */
@Injectable()
export class CardSignIn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Whether the card is worth a PIN. Says nothing about whose it is. */
  async stands(token: string): Promise<boolean> {
    const rows = await this.dataSource.query(
      'SELECT 1 FROM assisted_card WHERE token_hash = $1 AND revoked_at IS NULL',
      [tokenHash(token)],
    );
    return rows.length > 0;
  }

  /** Refuses `card.unknown`, `card.pin-wrong`, `card.locked`, `throttled`. */
  async enter(
    token: string,
    pin: string,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<{ personId: string; token: string }> {
    // A village shares one address: its limit is wide.
    await this.throttle.hit({ key: `card:address:${origin.ip ?? ''}`, max: 300, windowSeconds: 900 });
    const tried = await this.takeTry(token);
    if (!(await verifyPassword(tried.pinHash, pin.replace(/\s/g, '')))) {
      if (tried.failed >= TRIES_IN_ALL) await this.takeBack(tried.id);
      throw invalid('card.pin-wrong', { pin: 'card.pin-wrong' });
    }
    return this.work.run(async (tx) => {
      await tx.query(
        'UPDATE assisted_card SET failed_count = 0, locked_until = NULL, last_used_at = $2 WHERE id = $1',
        [tried.id, this.clock.now()],
      );
      const session = await this.sessions.startByCard(tx, tried.personId, tried.id, origin, userAgent);
      await this.audit.append(tx, {
        actorId: tried.personId,
        action: 'session.start',
        subjectType: 'person',
        subjectId: tried.personId,
        details: { by: 'card' },
        origin,
      });
      return { personId: tried.personId, token: session.token };
    });
  }

  /** Counted before the PIN is looked at, so that many guesses at once are still as few. */
  private async takeTry(token: string): Promise<Tried> {
    const now = this.clock.now();
    const [rows] = await this.dataSource.query(
      `UPDATE assisted_card SET failed_count = failed_count + 1,
         locked_until = CASE WHEN (failed_count + 1) % $3 = 0 THEN $4::timestamptz END
       WHERE token_hash = $1 AND revoked_at IS NULL AND (locked_until IS NULL OR locked_until <= $2)
       RETURNING id, person_id AS "personId", pin_hash AS "pinHash", failed_count AS failed`,
      [tokenHash(token), now, TRIES, new Date(now.getTime() + LOCK_MINUTES * 60_000)],
    );
    if (rows[0]) return rows[0];
    if (await this.stands(token)) throw invalid('card.locked', { pin: 'card.locked' }, { minutes: LOCK_MINUTES });
    throw notFound('card.unknown');
  }

  private async takeBack(id: string): Promise<void> {
    await this.dataSource.query('UPDATE assisted_card SET revoked_at = $2, secret_cipher = NULL WHERE id = $1', [
      id,
      this.clock.now(),
    ]);
  }
}
