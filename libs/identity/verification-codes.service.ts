import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, DomainError, KeyRing, conflict, invalid, newId, safeEqual, type Tx } from '#libs/platform';

const MINUTES = 10;
const MAX_TRIES = 5;
/** How long a form may wait for a new code; then it is deleted, for it names someone who never confirmed. */
const KEPT_HOURS = 24;
const PAYLOAD = 'verification_code.payload';
/** The same form again within this time is the same press of the button. */
export const SAME_PRESS_MS = 60_000;

export interface WaitingForm<P> {
  id: string;
  payload: P;
  createdAt: Date;
}

export type CodeOutcome<P> =
  { state: 'right'; payload: P } | { state: 'wrong'; triesLeft: number } | { state: 'ended' } | { state: 'used' };

/** Six-digit codes: stored as a keyed digest, five tries, ten minutes unless a request says otherwise (at most a day). The pending form rides along, encrypted. */
@Injectable()
export class VerificationCodes {
  constructor(
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** A new code for the request, in place of the one it `replaces`; the caller sends it to the phone. */
  async issue(
    tx: Tx,
    request: { purpose: string; phoneIndex: string; payload: unknown; replaces?: string; minutes?: number },
  ): Promise<{ id: string; code: string; expiresAt: Date }> {
    const id = newId();
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + (request.minutes ?? MINUTES) * 60_000);
    await tx.query('DELETE FROM verification_code WHERE created_at < $1', [this.oldest()]);
    if (request.replaces) await this.leadOn(tx, request.replaces, id);
    await tx.query(
      `INSERT INTO verification_code (id, purpose, phone_index, code_hash, payload_cipher, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        request.purpose,
        request.phoneIndex,
        this.digest(id, code),
        this.keys.encrypt(JSON.stringify(request.payload), PAYLOAD),
        now,
        expiresAt,
      ],
    );
    return { id, code, expiresAt };
  }

  /** Of a request that has another in its place nothing is kept but which. */
  private async leadOn(tx: Tx, id: string, successor: string): Promise<void> {
    await tx.query('UPDATE verification_code SET expires_at = $2, payload_cipher = $3 WHERE id = $1', [
      id,
      this.clock.now(),
      this.keys.encrypt(JSON.stringify({ successor }), PAYLOAD),
    ]);
  }

  /**
   * The forms that wait for a code sent to this phone a moment ago, newest first. Until the transaction ends nobody else
   * asks for this phone: of a button pressed twice the second press sees what the first one made.
   */
  async waiting<P>(tx: Tx, purpose: string, phoneIndex: string): Promise<WaitingForm<P>[]> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${purpose}:${phoneIndex}`]);
    const rows = await tx.query(
      `SELECT id, payload_cipher, created_at FROM verification_code
       WHERE phone_index = $1 AND purpose = $2 AND consumed_at IS NULL AND created_at > $3 ORDER BY created_at DESC`,
      [phoneIndex, purpose, new Date(this.clock.now().getTime() - SAME_PRESS_MS)],
    );
    return rows.map((row: Row) => this.form<P>(row));
  }

  /** Counts a wrong try. A right code is used up and its payload deleted; both hold only if the caller commits. */
  async check<P>(tx: Tx, id: string, code: string, purpose: string): Promise<CodeOutcome<P>> {
    if (!isId(id)) return { state: 'ended' };
    const [row] = await tx.query('SELECT * FROM verification_code WHERE id = $1 AND purpose = $2 FOR UPDATE', [
      id,
      purpose,
    ]);
    if (row?.consumed_at) return { state: 'used' };
    if (!row || row.expires_at <= this.clock.now() || row.attempts >= MAX_TRIES) return { state: 'ended' };
    if (!safeEqual(row.code_hash, this.digest(id, code.replace(/\D/g, '')))) {
      await tx.query('UPDATE verification_code SET attempts = attempts + 1 WHERE id = $1', [id]);
      return row.attempts + 1 >= MAX_TRIES
        ? { state: 'ended' }
        : { state: 'wrong', triesLeft: MAX_TRIES - row.attempts - 1 };
    }
    await tx.query('UPDATE verification_code SET consumed_at = $2, payload_cipher = NULL WHERE id = $1', [
      id,
      this.clock.now(),
    ]);
    return { state: 'right', payload: JSON.parse(this.keys.decrypt(row.payload_cipher, PAYLOAD)) as P };
  }

  /** The form of a request that has not been confirmed, its code expired or not, held until the transaction ends. */
  async pending<P>(tx: Tx, id: string, purpose: string): Promise<WaitingForm<P & { successor?: string }> | null> {
    if (!isId(id)) return null;
    const [row] = await tx.query(
      `SELECT id, payload_cipher, created_at FROM verification_code
       WHERE id = $1 AND purpose = $2 AND consumed_at IS NULL AND created_at >= $3 FOR UPDATE`,
      [id, purpose, this.oldest()],
    );
    return row ? this.form(row) : null;
  }

  private form<P>({ id, payload_cipher: cipher, created_at: createdAt }: Row): WaitingForm<P> {
    return { id, createdAt, payload: JSON.parse(this.keys.decrypt(cipher, PAYLOAD)) as P };
  }

  private oldest(): Date {
    return new Date(this.clock.now().getTime() - KEPT_HOURS * 3600_000);
  }

  private digest(id: string, code: string): string {
    return this.keys.mac(`${id}:${code}`, 'verification-code');
  }
}

interface Row {
  id: string;
  payload_cipher: string;
  created_at: Date;
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** What a code that did not do is answered with. */
export function codeRefusal(outcome: Exclude<CodeOutcome<never>, { state: 'right' }>): DomainError {
  if (outcome.state === 'wrong') return invalid('code.wrong', { code: 'code.wrong' }, { triesLeft: outcome.triesLeft });
  if (outcome.state === 'used') return conflict('code.used');
  return new DomainError('gone', 'code.ended', {}, { code: 'code.ended' });
}
