import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, UnitOfWork, type Tx } from '#libs/platform';
import type { Completion } from './completion.entity.js';
import { Completions } from './completions.service.js';
import type { ModulePlace } from './module-places.service.js';

export interface RecordedProgress {
  pagesSeen: number[];
  /** The completion that this very page brought, if it did. */
  completion: Completion | null;
}

/** Keeps the pages a learner has seen and where they are. Writes only when one of the two has changed. */
@Injectable()
export class RecordProgress {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly completions: Completions,
  ) {}

  async see(personId: string, place: ModulePlace, page: number, pageCount: number): Promise<RecordedProgress> {
    const nothingNew =
      place.progressVersionId === place.versionId && place.currentPage === page && place.pagesSeen.includes(page);
    if (nothingNew) return { pagesSeen: place.pagesSeen, completion: null };
    const lastMissing = !place.completedThisVersion && new Set([...place.pagesSeen, page]).size === pageCount;
    if (lastMissing && place.passed) {
      return this.work.run(async (tx) => ({
        pagesSeen: await this.write(tx, personId, place, page),
        completion: await this.completions.recordIfEarned(tx, who(personId, place)),
      }));
    }
    const pagesSeen = await this.write(this.dataSource.manager, personId, place, page);
    const becameWhole = place.pagesSeen.length < pageCount && pagesSeen.length === pageCount;
    if (place.completedThisVersion || !becameWhole) return { pagesSeen, completion: null };
    return { pagesSeen, completion: await this.completeIfPassedMeanwhile(personId, place) };
  }

  /**
   * Marks the module as begun, so that a quiz taken before any page has a row to lock, and takes the pages that count
   * along to a newer version, so that its quiz may complete it without opening them again.
   */
  async begin(tx: Tx, personId: string, place: ModulePlace): Promise<void> {
    await tx.query(
      `INSERT INTO progress AS p (person_id, module_id, module_version_id, pages_seen, first_activity_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $5)
       ON CONFLICT (person_id, module_id) DO UPDATE SET module_version_id = excluded.module_version_id,
         pages_seen = excluded.pages_seen, current_page = 1, updated_at = excluded.updated_at
       WHERE p.module_version_id <> excluded.module_version_id`,
      [personId, place.moduleId, place.versionId, place.pagesSeen, this.clock.now()],
    );
  }

  private async write(tx: Tx, personId: string, place: ModulePlace, page: number): Promise<number[]> {
    const seen = [...new Set([...place.pagesSeen, page])].sort((a, b) => a - b);
    const [row] = await tx.query(
      `INSERT INTO progress AS p
         (person_id, module_id, module_version_id, pages_seen, current_page, first_activity_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6)
       ON CONFLICT (person_id, module_id) DO UPDATE SET
         module_version_id = excluded.module_version_id,
         pages_seen = CASE WHEN p.module_version_id = excluded.module_version_id
           THEN ARRAY(SELECT DISTINCT unnest(p.pages_seen || excluded.pages_seen) ORDER BY 1)
           ELSE excluded.pages_seen END,
         current_page = excluded.current_page,
         updated_at = excluded.updated_at
       RETURNING pages_seen`,
      [personId, place.moduleId, place.versionId, seen, page, this.clock.now()],
    );
    return row.pages_seen;
  }

  /** The quiz may have been passed on another device since the place was read. */
  private async completeIfPassedMeanwhile(personId: string, place: ModulePlace): Promise<Completion | null> {
    const [{ passed }] = await this.dataSource.query(
      `SELECT EXISTS (SELECT FROM attempt WHERE person_id = $1 AND module_id = $2 AND module_version_id = $3
         AND passed) AS passed`,
      [personId, place.moduleId, place.versionId],
    );
    if (!passed) return null;
    return this.work.run((tx) => this.completions.recordIfEarned(tx, who(personId, place)));
  }
}

const who = (personId: string, place: ModulePlace) => ({
  personId,
  moduleId: place.moduleId,
  moduleVersionId: place.versionId,
});
