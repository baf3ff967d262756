import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/unit-of-work.js';
import { newId } from '../ids.js';

export interface EnqueueOptions {
  runAt?: Date;
  /** A second job with the same key is not made; the first one's id is returned. */
  dedupeKey?: string;
  maxAttempts?: number;
}

@Injectable()
export class JobQueue {
  /** Writes the job in the transaction of the fact that causes it, so that neither exists without the other. */
  async enqueue(tx: Tx, kind: string, payload: object, options: EnqueueOptions = {}): Promise<string> {
    const [row] = await tx.query(
      `INSERT INTO job (id, kind, payload, run_at, dedupe_key, max_attempts)
       VALUES ($1, $2, $3, coalesce($4, now()), $5, $6)
       ON CONFLICT (dedupe_key) DO UPDATE SET dedupe_key = EXCLUDED.dedupe_key
       RETURNING id`,
      [
        newId(),
        kind,
        JSON.stringify(payload),
        options.runAt ?? null,
        options.dedupeKey ?? null,
        options.maxAttempts ?? 8,
      ],
    );
    return row.id;
  }
}
