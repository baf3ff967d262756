import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { throttled } from './errors/domain-error.js';

export interface ThrottleLimit {
  /** What is counted, e.g. `sign-in:account:<index>`. Never a plain phone or address of a person. */
  key: string;
  max: number;
  windowSeconds: number;
}

/**
 * Fixed-window counters in PostgreSQL; one need not outlive a crash, so nobody waits for the disk. Count by account and
 * device first: a whole village may share one address.
 */
@Injectable()
export class Throttle {
  constructor(private readonly dataSource: DataSource) {}

  /** Counts one hit against each limit; throws `throttled` when one of them is exceeded. */
  async hit(...limits: ThrottleLimit[]): Promise<void> {
    for (const limit of limits) {
      const [row] = await this.dataSource.query(
        `INSERT INTO throttle AS t (key, window_start, hits)
         SELECT $1, now(), 1 FROM (SELECT set_config('synchronous_commit', 'off', true)) AS hurried
         ON CONFLICT (key) DO UPDATE SET
           hits = CASE WHEN t.window_start < now() - $2 * interval '1 second' THEN 1 ELSE t.hits + 1 END,
           window_start = CASE WHEN t.window_start < now() - $2 * interval '1 second' THEN now() ELSE t.window_start END
         RETURNING hits, ceil(extract(epoch FROM window_start + $2 * interval '1 second' - now()))::int AS wait`,
        [limit.key, limit.windowSeconds],
      );
      if (row.hits > limit.max) throw throttled('throttled', Math.max(1, row.wait));
    }
  }
}
