import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, KeyRing, newId, safeEqual, type Tx } from '#libs/platform';

const MINUTES = 10;
const MAX_TRIES = 5;
const PAYLOAD = 'verification_code.payload';

export type CodeOutcome = { state: 'right'; payload: unknown } | { state: 'wrong'; triesLeft: number } | { state: 'ended' };

/** Six-digit codes: stored as a keyed digest, five tries, ten minutes. The pending form rides along, encrypted. */
@Injectable()
export class VerificationCodes {
  constructor(
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** A new code for the request; the caller sends it to the phone. */
  async issue(tx: Tx, request: { purpose: string; phoneIndex: string; payload: unknown }): Promise<{ id: string; code: string }> {
    const id = newId();
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO verification_code (id, purpose, phone_index, code_hash, payload_cipher, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id, request.purpose, request.phoneIndex, this.keys.mac(`${id}:${code}`, 'verification-code'),
        this.keys.encrypt(JSON.stringify(request.payload), PAYLOAD), now, new Date(now.getTime() + MINUTES * 60_000),
      ],
    );
    return { id, code };
  }

  /** Counts the try. A right code is used up; its payload is deleted with it. */
  async check(tx: Tx, id: string, code: string, purpose: string): Promise<CodeOutcome> {
    const [row] = await tx.query('SELECT * FROM verification_code WHERE id = $1 AND purpose = $2 FOR UPDATE', [id, purpose]);
    if (!row || row.consumed_at || row.expires_at <= this.clock.now() || row.attempts >= MAX_TRIES) return { state: 'ended' };
    if (!safeEqual(row.code_hash, this.keys.mac(`${id}:${code.replace(/\s/g, '')}`, 'verification-code'))) {
      await tx.query('UPDATE verification_code SET attempts = attempts + 1 WHERE id = $1', [id]);
      return { state: 'wrong', triesLeft: MAX_TRIES - row.attempts - 1 };
    }
    await tx.query('UPDATE verification_code SET consumed_at = $2, payload_cipher = NULL WHERE id = $1', [id, this.clock.now()]);
    return { state: 'right', payload: JSON.parse(this.keys.decrypt(row.payload_cipher, PAYLOAD)) };
  }

  /** The pending form of a code that can still be used; to send a new code for it. */
  async pending(tx: Tx, id: string, purpose: string): Promise<unknown> {
    const [row] = await tx.query('SELECT payload_cipher, created_at FROM verification_code WHERE id = $1 AND purpose = $2 AND consumed_at IS NULL', [id, purpose]);
    if (!row || !row.payload_cipher || row.created_at < new Date(this.clock.now().getTime() - 24 * 3600_000)) return null;
    return JSON.parse(this.keys.decrypt(row.payload_cipher, PAYLOAD));
  }
}
