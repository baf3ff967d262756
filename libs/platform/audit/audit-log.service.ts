import { Injectable } from '@nestjs/common';
import { runPrepared } from '../database/prepared-statements.service.js';
import type { Tx } from '../database/unit-of-work.js';
import { newId } from '../ids.js';

/** Where a request came from. */
export interface RequestOrigin {
  ip?: string;
  port?: number;
}

export interface AuditRecord {
  actorId?: string | null;
  /** noun.verb in English: `snapshot.create`, `role.grant`. */
  action: string;
  subjectType?: string;
  subjectId?: string;
  purpose?: string;
  /** Ids, numbers and codes only; never a name, phone or other personal datum. */
  details?: Record<string, unknown>;
  origin?: RequestOrigin;
}

/** Appends entries in the caller's transaction, unchained; the sealer job chains what has been committed. */
@Injectable()
export class AuditLog {
  async append(tx: Tx, record: AuditRecord): Promise<void> {
    await runPrepared(
      tx,
      'audit',
      `INSERT INTO audit (id, actor_id, action, subject_type, subject_id, purpose, details, ip, port)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        newId(),
        record.actorId ?? null,
        record.action,
        record.subjectType ?? null,
        record.subjectId ?? null,
        record.purpose ?? null,
        JSON.stringify(record.details ?? {}),
        record.origin?.ip ?? null,
        record.origin?.port ?? null,
      ],
    );
  }
}
