import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface AuditState {
  sealed: number;
  /** Entries that wait for the sealer, and the oldest of them. */
  waiting: number;
  oldestWaiting: Date | null;
  heads: { day: string; number: number; hash: string; publishedAt: Date }[];
}

/** How far the chain reaches, and the heads that were published. */
@Injectable()
export class ReadAuditState {
  constructor(private readonly dataSource: DataSource) {}

  async state(): Promise<AuditState> {
    const [row] = await this.dataSource.query(
      `SELECT (SELECT coalesce(max(number), 0)::int FROM audit_seal) AS sealed, count(*)::int AS waiting, min(a.at) AS "oldestWaiting"
       FROM audit a WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.audit_id = a.id)`,
    );
    const heads = await this.dataSource.query(
      'SELECT day, number, hash, published_at AS "publishedAt" FROM audit_head ORDER BY day DESC LIMIT 10',
    );
    return { ...row, heads };
  }
}
