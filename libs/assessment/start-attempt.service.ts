import { Injectable } from '@nestjs/common';
import { Clock, conflict, newId, type Tx } from '#libs/platform';
import { ATTEMPT_STATE, type AttemptState } from './attempt-rows.js';
import { sample } from './draw.policy.js';
import { isOutdated, mayStart } from './grading.policy.js';
import { PublishedQuizzes, type PublishedQuiz } from './published-quizzes.service.js';
import type { Draw } from './question.js';
import { QuestionTypes } from './question-types.service.js';

export interface StartInput {
  personId: string;
  moduleId: string;
  /** The version to draw from when a new attempt begins. */
  moduleVersionId: string;
  /** Made once per form or tap; the same key again answers the same attempt. */
  clientKey: string;
  deviceId?: string | null;
}

export interface StartedAttempt extends AttemptState {
  isNew: boolean;
}

/** Begins a quiz, or answers the attempt already begun, on whatever device. */
@Injectable()
export class StartAttempt {
  constructor(
    private readonly clock: Clock,
    private readonly quizzes: PublishedQuizzes,
    private readonly types: QuestionTypes,
  ) {}

  /**
   * Refuses `attempt.none-left`, `attempt.wait` (data: until, minutes), `quiz.none`. What this very key began is answered even
   * when it has been submitted since.
   */
  async start(tx: Tx, input: StartInput): Promise<StartedAttempt> {
    const quiz = await this.quizzes.of(input.moduleVersionId, tx);
    const begun = await this.begun(tx, input);
    if (begun && !begun.submittedAt && isOutdated(begun, input.moduleVersionId, this.clock.now())) {
      return this.redraw(tx, begun, input, quiz);
    }
    if (begun) return { ...begun, isNew: false };
    await this.assertAllowed(tx, input, quiz);
    return this.insert(tx, input, this.draw(quiz));
  }

  private async begun(tx: Tx, input: StartInput): Promise<AttemptState | undefined> {
    const [row] = await tx.query(
      `SELECT ${ATTEMPT_STATE} FROM attempt
       WHERE person_id = $1 AND module_id = $2 AND (client_key = $3 OR submitted_at IS NULL)
       ORDER BY client_key = $3 DESC LIMIT 1`,
      [input.personId, input.moduleId, input.clientKey],
    );
    return row;
  }

  /** An old, unfinished attempt at questions that are no longer published begins again in place; it costs no attempt. */
  private async redraw(tx: Tx, begun: AttemptState, input: StartInput, quiz: PublishedQuiz): Promise<StartedAttempt> {
    const draw = this.draw(quiz);
    const [rows] = await tx.query(
      `UPDATE attempt SET module_version_id = $2, draw = $3, answers = '{}', started_at = $4, question_count = $5
       WHERE id = $1 AND submitted_at IS NULL RETURNING ${ATTEMPT_STATE}`,
      [begun.id, input.moduleVersionId, JSON.stringify(draw), this.clock.now(), draw.questions.length],
    );
    return { ...(rows[0] ?? begun), isNew: false };
  }

  private async assertAllowed(tx: Tx, input: StartInput, quiz: PublishedQuiz): Promise<void> {
    const { maxAttempts, waitMinutes } = quiz.rule;
    if (maxAttempts === 0 && waitMinutes === 0) return;
    const [history] = await tx.query(
      `SELECT count(*)::int AS used, max(submitted_at) AS "lastSubmittedAt",
         coalesce((array_agg(passed ORDER BY submitted_at DESC))[1], false) AS "lastPassed"
       FROM attempt WHERE person_id = $1 AND module_id = $2 AND module_version_id = $3 AND submitted_at IS NOT NULL`,
      [input.personId, input.moduleId, input.moduleVersionId],
    );
    const now = this.clock.now();
    const { allowed, left, waitUntil } = mayStart(quiz.rule, history, now);
    if (left === 0) throw conflict('attempt.none-left', { max: maxAttempts });
    if (!allowed) {
      const minutes = Math.ceil((waitUntil!.getTime() - now.getTime()) / 60_000);
      throw conflict('attempt.wait', { until: waitUntil, minutes });
    }
  }

  private draw(quiz: PublishedQuiz): Draw {
    const drawn = sample([...quiz.questions], quiz.rule.draw);
    return { questions: drawn.map(([id, question]) => this.types.draw(id, question)) };
  }

  /** Two taps at once: the second finds the first's row by the database's unique indexes and answers it. */
  private async insert(tx: Tx, input: StartInput, draw: Draw): Promise<StartedAttempt> {
    const [created] = await tx.query(
      `INSERT INTO attempt
         (id, person_id, module_id, module_version_id, client_key, device_id, draw, started_at, question_count)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING ${ATTEMPT_STATE}`,
      [
        newId(),
        input.personId,
        input.moduleId,
        input.moduleVersionId,
        input.clientKey,
        input.deviceId ?? null,
        JSON.stringify(draw),
        this.clock.now(),
        draw.questions.length,
      ],
    );
    if (created) return { ...created, isNew: true };
    const begun = await this.begun(tx, input);
    if (!begun) throw conflict('attempt.client-key-taken');
    return { ...begun, isNew: false };
  }
}
