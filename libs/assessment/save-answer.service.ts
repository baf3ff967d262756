import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { conflict } from '#libs/platform';
import { readAttempt } from './attempt-rows.js';
import { PublishedQuizzes } from './published-quizzes.service.js';
import { QuestionTypes } from './question-types.service.js';
import { readAnswers } from './read-answers.policy.js';

/** One sending of many by the same page: a sender numbers its own upwards. */
export interface AnswerTurn {
  senderId: string;
  turn: number;
}

/** True in SQL when the sender has sent a later turn for this question. */
const PASSED = `coalesce(answer_turns -> $2::text ->> 0 = $5::text AND (answer_turns -> $2::text ->> 1)::bigint > $6::bigint, false)`;

/** Keeps an answer the moment it is given, so that another device, or this one after a cut, goes on from it. */
@Injectable()
export class SaveAnswer {
  constructor(
    private readonly dataSource: DataSource,
    private readonly quizzes: PublishedQuizzes,
    private readonly types: QuestionTypes,
  ) {}

  /**
   * `raw`: the value(s) of the options chosen, as presented; empty takes the answer back. A `turn` that its sender has
   * already passed changes nothing: the newer answer stands. Refuses `attempt.unknown`, `attempt.already-submitted`,
   * `attempt.question-unknown`, `answer.invalid`.
   */
  async save(personId: string, attemptId: string, questionId: string, raw: unknown, turn: AnswerTurn | null = null) {
    const attempt = await readAttempt(this.dataSource, personId, attemptId);
    if (attempt.submittedAt) throw conflict('attempt.already-submitted', { attemptId });
    const quiz = await this.quizzes.of(attempt.moduleVersionId);
    const answer = readAnswers(attempt, quiz, this.types, { [questionId]: raw })[questionId] ?? null;
    // Only this question's answer is touched: two devices answering different questions do not undo each other.
    const [, count] = await this.dataSource.query(
      `UPDATE attempt SET
         answers = CASE WHEN ${PASSED} THEN answers WHEN $3::jsonb IS NULL THEN answers - $2::text
           ELSE answers || jsonb_build_object($2::text, $3::jsonb) END,
         answer_turns = CASE WHEN $5::text IS NULL OR ${PASSED} THEN answer_turns
           ELSE answer_turns || jsonb_build_object($2::text, jsonb_build_array($5::text, $6::bigint)) END
       WHERE id = $1 AND module_version_id = $4 AND submitted_at IS NULL`,
      [
        attemptId,
        questionId,
        answer === null ? null : JSON.stringify(answer),
        attempt.moduleVersionId,
        turn?.senderId ?? null,
        turn?.turn ?? null,
      ],
    );
    if (count === 0) throw conflict('attempt.already-submitted', { attemptId });
  }
}
