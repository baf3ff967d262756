import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '#libs/platform';
import type { Completion, CompletionSource, TimeQuality } from './completion.entity.js';
import { CompletionListeners } from './completion-listeners.js';

export interface WhoAndWhat {
  personId: string;
  moduleId: string;
  moduleVersionId: string;
}

export interface CompletionInput extends WhoAndWhat {
  source: CompletionSource;
  /** Server time now unless the caller can attest another (a group session, an offline bundle). */
  completedAt?: Date;
  timeQuality?: TimeQuality;
  attemptId?: string | null;
  attestedBy?: string | null;
}

export interface RecordedCompletion {
  completion: Completion;
  /** False when the person already had completed this version: nothing was written, nobody was told. */
  isNew: boolean;
}

const COLUMNS = `id, person_id AS "personId", module_id AS "moduleId", module_version_id AS "moduleVersionId",
  completed_at AS "completedAt", recorded_at AS "recordedAt", source, time_quality AS "timeQuality",
  attempt_id AS "attemptId", attested_by AS "attestedBy"`;

/** The only writer of completions. At most one per person, module and version. */
@Injectable()
export class Completions {
  constructor(
    private readonly clock: Clock,
    private readonly listeners: CompletionListeners,
  ) {}

  /** Records what somebody answers for (a facilitator, an import of history); the second call answers the first's. */
  async record(tx: Tx, input: CompletionInput): Promise<RecordedCompletion> {
    const now = this.clock.now();
    const [created] = await tx.query(
      `INSERT INTO completion (id, person_id, module_id, module_version_id, completed_at, recorded_at, source,
         time_quality, attempt_id, attested_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (person_id, module_id, module_version_id) DO NOTHING RETURNING ${COLUMNS}`,
      [
        newId(),
        input.personId,
        input.moduleId,
        input.moduleVersionId,
        input.completedAt ?? now,
        now,
        input.source,
        input.timeQuality ?? 'server',
        input.attemptId ?? null,
        input.attestedBy ?? null,
      ],
    );
    if (!created) return { completion: await this.existing(tx, input), isNew: false };
    await this.listeners.notify(tx, created);
    return { completion: created, isNew: true };
  }

  /**
   * Records a learner's own completion if it is due: every page of the version seen and its quiz passed, whichever
   * came last. One statement decides and writes. The progress row is locked first, so that the last page and the
   * quiz, arriving at once from two devices, cannot each miss the other.
   */
  async recordIfEarned(tx: Tx, who: WhoAndWhat): Promise<Completion | null> {
    const [created] = await tx.query(
      `WITH seen AS MATERIALIZED (
         SELECT pages_seen, module_version_id FROM progress WHERE person_id = $2 AND module_id = $3 FOR UPDATE
       ), passed AS (
         SELECT id FROM attempt WHERE person_id = $2 AND module_id = $3 AND module_version_id = $4 AND passed
         ORDER BY submitted_at, id LIMIT 1
       )
       INSERT INTO completion (id, person_id, module_id, module_version_id, completed_at, recorded_at, source,
         time_quality, attempt_id)
       SELECT $1, $2, $3, $4, $5, $5, 'self', 'server', passed.id FROM seen, passed
       WHERE seen.module_version_id = $4 AND NOT EXISTS (
         SELECT FROM lesson WHERE lesson.module_version_id = $4 AND lesson.position <> ALL (seen.pages_seen))
       ON CONFLICT (person_id, module_id, module_version_id) DO NOTHING RETURNING ${COLUMNS}`,
      [newId(), who.personId, who.moduleId, who.moduleVersionId, this.clock.now()],
    );
    if (created) await this.listeners.notify(tx, created);
    return created ?? null;
  }

  /** The completion that a passed attempt brought, at once or when the last page was seen. */
  async restingOn(tx: Tx, attemptId: string, who: WhoAndWhat): Promise<Completion | null> {
    const completion = await this.existing(tx, who);
    return completion?.attemptId === attemptId ? completion : null;
  }

  async byId(tx: Tx, id: string): Promise<Completion | null> {
    const [row] = await tx.query(`SELECT ${COLUMNS} FROM completion WHERE id = $1`, [id]);
    return row ?? null;
  }

  private async existing(tx: Tx, input: WhoAndWhat): Promise<Completion> {
    const [row] = await tx.query(
      `SELECT ${COLUMNS} FROM completion WHERE person_id = $1 AND module_id = $2 AND module_version_id = $3`,
      [input.personId, input.moduleId, input.moduleVersionId],
    );
    return row;
  }
}
