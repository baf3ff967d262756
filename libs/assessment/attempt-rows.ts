import type { DataSource } from 'typeorm';
import { notFound, type Tx } from '#libs/platform';
import type { Attempt } from './attempt.entity.js';

/** Where an attempt stands, without its questions or answers. */
export type AttemptState = Pick<
  Attempt,
  'id' | 'moduleId' | 'moduleVersionId' | 'startedAt' | 'submittedAt' | 'correctCount' | 'questionCount' | 'passed'
>;

export const ATTEMPT_STATE = `id, module_id AS "moduleId", module_version_id AS "moduleVersionId",
  started_at AS "startedAt", submitted_at AS "submittedAt", correct_count AS "correctCount",
  question_count AS "questionCount", passed`;

/** A person's own attempt whole; somebody else's is as unknown as one that never was. */
export async function readAttempt(
  db: Tx | DataSource,
  personId: string,
  attemptId: string,
  { lock = false } = {},
): Promise<AttemptState & Pick<Attempt, 'draw' | 'answers'>> {
  const [attempt] = await db.query(
    `SELECT ${ATTEMPT_STATE}, draw, answers FROM attempt WHERE id = $1 AND person_id = $2 ${lock ? 'FOR UPDATE' : ''}`,
    [attemptId, personId],
  );
  if (!attempt) throw notFound('attempt.unknown');
  return attempt;
}
