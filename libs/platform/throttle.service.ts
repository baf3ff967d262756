import { Injectable } from '@nestjs/common';
import { PreparedStatements } from './database/prepared-statements.service.js';
import { throttled } from './errors/domain-error.js';

export interface ThrottleLimit {
  /** What is counted, e.g. `sign-in:account:<index>`. Never a plain phone or address of a person. */
  key: string;
  max: number;
  windowSeconds: number;
}

/** A counter that is read and not counted. */
export type SeenCounter = Pick<ThrottleLimit, 'key' | 'windowSeconds'>;

interface Counted {
  position: number;
  hits: number;
  wait: number;
}

/**
 * Fixed-window counters in PostgreSQL; one need not outlive a crash, so nobody waits for the disk. Count by account and
 * device first: a whole village may share one address.
 */
@Injectable()
export class Throttle {
  constructor(private readonly prepared: PreparedStatements) {}

  /** Counts one hit against each limit as far as the first that is exceeded; then throws `throttled`. */
  async hit(...limits: ThrottleLimit[]): Promise<void> {
    await this.count(limits);
  }

  /** The same, and tells how high another counter stands in its window. */
  async hitAndSee(limits: ThrottleLimit[], seen: SeenCounter): Promise<number> {
    const counted = await this.count(limits, seen);
    return counted.find(({ position }) => position === limits.length)?.hits ?? 0;
  }

  /** One statement for all of them: every sign-in waits for it. */
  private async count(limits: ThrottleLimit[], seen?: SeenCounter): Promise<Counted[]> {
    const counted = await this.prepared.run<Counted>(
      `throttle-${limits.length}${seen ? '-seen' : ''}`,
      countSql(limits.length, seen !== undefined),
      [
        ...limits.flatMap(({ key, windowSeconds }) => [key, windowSeconds]),
        ...(seen ? [seen.key, seen.windowSeconds] : []),
        ...limits.slice(0, -1).map(({ max }) => max),
      ],
    );
    const over = counted.find(({ position, hits }) => hits > (limits[position]?.max ?? Infinity));
    if (over) throw throttled('throttled', Math.max(1, over.wait));
    return counted;
  }
}

/**
 * $1 $2 key and window of the first, $3 $4 of the second…, then of the one that is only seen, then each maximum but the
 * last. A limit is counted only when the one before let pass: whoever hammers one account does not use up the address
 * that a village shares.
 */
function countSql(limits: number, sees: boolean): string {
  const age = (at: number) => `$${2 * at + 2}::float8 * interval '1 second'`;
  const maximum = (at: number) => `$${2 * (limits + (sees ? 1 : 0)) + at + 1}::bigint`;
  const steps = Array.from(
    { length: limits },
    (_, at) => `counted${at} AS (
      INSERT INTO throttle AS t (key, window_start, hits)
      SELECT $${2 * at + 1}::text, now(), 1 FROM (SELECT set_config('synchronous_commit', 'off', true)) AS hurried
      ${at === 0 ? '' : `WHERE EXISTS (SELECT FROM counted${at - 1} WHERE hits <= ${maximum(at - 1)})`}
      ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN t.window_start < now() - ${age(at)} THEN 1 ELSE t.hits + 1 END,
        window_start = CASE WHEN t.window_start < now() - ${age(at)} THEN now() ELSE t.window_start END
      RETURNING hits, ceil(extract(epoch FROM window_start + ${age(at)} - now()))::int AS wait)`,
  );
  const rows = steps.map((_, at) => `SELECT ${at} AS position, hits, wait FROM counted${at}`);
  if (sees)
    rows.push(`SELECT ${limits}, hits, 0 FROM throttle
      WHERE key = $${2 * limits + 1} AND window_start >= now() - ${age(limits)}`);
  return `WITH ${steps.join(', ')} ${rows.join(' UNION ALL ')}`;
}
