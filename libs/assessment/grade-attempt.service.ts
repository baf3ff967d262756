import { Injectable } from '@nestjs/common';
import { Clock, invalid, type Tx } from '#libs/platform';
import type { Attempt } from './attempt.entity.js';
import { readAttempt } from './attempt-rows.js';
import { neededCorrect, passes } from './grading.policy.js';
import { PublishedQuizzes, type PublishedQuiz } from './published-quizzes.service.js';
import type { Answer } from './question.js';
import { QuestionTypes } from './question-types.service.js';
import { mergeAnswers, readAnswers } from './read-answers.policy.js';

export interface GradedAttempt {
  attemptId: string;
  moduleId: string;
  moduleVersionId: string;
  passed: boolean;
  correct: number;
  total: number;
  /** Correct answers needed to pass. */
  needed: number;
  submittedAt: Date;
  /** True when this call changed nothing and answers what an earlier one did. */
  alreadySubmitted: boolean;
}

/** Closes an attempt with its result. On the server only; the attempt's row is locked, so there is one result. */
@Injectable()
export class GradeAttempt {
  constructor(
    private readonly clock: Clock,
    private readonly quizzes: PublishedQuizzes,
    private readonly types: QuestionTypes,
  ) {}

  /**
   * `answers`, by question id as presented, are laid over those already saved. Every question must be answered:
   * refuses `attempt.incomplete` (data: missing, the numbers of the questions), so that nobody fails by a slip.
   * `claimedAt` is what the device says; it is kept, not believed.
   */
  async submit(
    tx: Tx,
    personId: string,
    attemptId: string,
    answers: Record<string, unknown> = {},
    claimedAt?: Date,
  ): Promise<GradedAttempt> {
    const attempt = await readAttempt(tx, personId, attemptId, { lock: true });
    const quiz = await this.quizzes.of(attempt.moduleVersionId, tx);
    const needed = neededCorrect(attempt.questionCount, quiz.rule.passPercent);
    const common = {
      attemptId,
      moduleId: attempt.moduleId,
      moduleVersionId: attempt.moduleVersionId,
      total: attempt.questionCount,
      needed,
    };
    if (attempt.submittedAt) {
      const { passed, correctCount, submittedAt } = attempt;
      return { ...common, passed: passed!, correct: correctCount!, submittedAt, alreadySubmitted: true };
    }
    const given = mergeAnswers(attempt.answers, readAnswers(attempt, quiz, this.types, answers));
    this.assertComplete(attempt, given);
    const correct = this.countCorrect(attempt, quiz, given);
    const passed = passes(correct, attempt.questionCount, quiz.rule.passPercent);
    const submittedAt = this.clock.now();
    await tx.query(
      `UPDATE attempt SET answers = $2, submitted_at = $3, correct_count = $4, passed = $5, claimed_at = $6,
         answer_turns = '{}' WHERE id = $1`,
      [attemptId, JSON.stringify(given), submittedAt, correct, passed, claimedAt ?? null],
    );
    return { ...common, passed, correct, submittedAt, alreadySubmitted: false };
  }

  private assertComplete(attempt: Pick<Attempt, 'draw'>, given: Record<string, Answer>): void {
    const missing = attempt.draw.questions.flatMap(({ id }, index) => (id in given ? [] : [index + 1]));
    if (missing.length > 0) throw invalid('attempt.incomplete', {}, { missing, count: missing.length });
  }

  private countCorrect(attempt: Pick<Attempt, 'draw'>, quiz: PublishedQuiz, given: Record<string, Answer>): number {
    return attempt.draw.questions.filter(({ id }) => this.types.grade(quiz.questions.get(id)!, given[id])).length;
  }
}
