import { Injectable } from '@nestjs/common';
import { Clock, Handles, UnitOfWork, addDays, startOfLocalDay, type JobHandler } from '#libs/platform';

/** Long enough to mend the bad rows of a file. */
const KEPT_DAYS = 30;

/**
 * Deletes the cells of old files, and with what they did the way back; a file still waiting then is discarded. What they
 * changed, and the counts, stay.
 */
@Injectable()
@Handles('roster.purge')
export class PurgeImports implements JobHandler {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const before = startOfLocalDay(addDays(this.clock.today(), -KEPT_DAYS));
    await this.work.run(async (tx) => {
      await tx.query(
        `UPDATE roster_import SET status = 'discarded' WHERE status IN ('mapping', 'reading', 'failed', 'staged') AND created_at < $1`,
        [before],
      );
      for (const table of ['roster_import_row', 'roster_import_file', 'roster_import_effect'])
        await tx.query(
          `DELETE FROM ${table} r USING roster_import i WHERE i.id = r.import_id AND i.asked IS NULL AND i.created_at < $1 AND coalesce(i.applied_at, i.created_at) < $1`,
          [before],
        );
    });
  }
}
