import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '../errors/domain-error.js';

export interface JobSummary {
  kind: string;
  waiting: number;
  running: number;
  failed: number;
  doneLastDay: number;
}

export interface FailedJob {
  id: string;
  kind: string;
  attempts: number;
  lastError: string;
  failedAt: Date;
}

export interface JobState {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  done: number;
  total: number | null;
}

/** What an operator sees of the jobs, and the one thing they can do: try a failed one again. */
@Injectable()
export class JobBoard {
  constructor(private readonly dataSource: DataSource) {}

  async summary(): Promise<JobSummary[]> {
    return this.dataSource.query(`
      SELECT kind,
        count(*) FILTER (WHERE done_at IS NULL AND failed_at IS NULL AND (leased_until IS NULL OR leased_until < now()))::int AS waiting,
        count(*) FILTER (WHERE done_at IS NULL AND failed_at IS NULL AND leased_until >= now())::int AS running,
        count(*) FILTER (WHERE failed_at IS NOT NULL)::int AS failed,
        count(*) FILTER (WHERE done_at > now() - interval '1 day')::int AS "doneLastDay"
      FROM job GROUP BY kind ORDER BY kind`);
  }

  /** Failed for good, or failing and waiting for another try. */
  async failing(): Promise<FailedJob[]> {
    return this.dataSource.query(`
      SELECT id, kind, attempts, last_error AS "lastError", failed_at AS "failedAt" FROM job
      WHERE last_error IS NOT NULL AND done_at IS NULL ORDER BY failed_at DESC NULLS LAST, run_at LIMIT 100`);
  }

  async state(id: string): Promise<JobState> {
    const [job] = await this.dataSource.query(
      `SELECT id, progress_done AS done, progress_total AS total,
         CASE WHEN done_at IS NOT NULL THEN 'done' WHEN failed_at IS NOT NULL THEN 'failed'
              WHEN leased_until >= now() THEN 'running' ELSE 'waiting' END AS state
       FROM job WHERE id = $1`,
      [id],
    );
    if (!job) throw notFound('job.unknown');
    return job;
  }

  async retry(id: string): Promise<void> {
    const [rows] = await this.dataSource.query(
      `UPDATE job SET failed_at = NULL, run_at = now(), attempts = 0, leased_until = NULL
       WHERE id = $1 AND done_at IS NULL RETURNING id`,
      [id],
    );
    if (rows.length === 0) throw notFound('job.unknown');
  }
}
