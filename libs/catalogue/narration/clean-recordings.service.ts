import { Injectable } from '@nestjs/common';
import { Clock, Handles, JobQueue, UnitOfWork, type JobHandler } from '#libs/platform';

const KEPT_DAYS = 7;

/**
 * Recordings that nothing names any more (a draft thrown away, another file taken, a submission returned) go after some
 * days. Used again meanwhile, `used_at` moves and the row stays, also when that happens while this runs.
 */
@Injectable()
@Handles('recording.clean')
export class CleanRecordings implements JobHandler {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_DAYS * 86_400_000);
    await this.work.run(async (tx) => {
      const [recordings] = await tx.query(UNUSED, [before]);
      if (recordings.length > 0) await this.queue.enqueue(tx, 'recording.remove', { recordings });
    });
  }
}

const NAMED = `jsonb_path_query(content, '$.lessons[*].narration.sha256') #>> '{}'`;

const UNUSED = `DELETE FROM recording WHERE used_at < $1 AND sha256 NOT IN (
    SELECT ${NAMED} FROM module_draft
    UNION SELECT ${NAMED} FROM module_version
    UNION SELECT ${NAMED} FROM module_submission s
      WHERE NOT EXISTS (SELECT FROM module_review r WHERE r.submission_id = s.id))
  RETURNING sha256, format`;
