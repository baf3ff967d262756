import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { conflict } from '#libs/platform';
import { readAttempt } from './attempt-rows.js';
import { neededCorrect } from './grading.policy.js';
import { PublishedQuizzes } from './published-quizzes.service.js';
import type { ReviewedQuestion } from './question.js';
import { QuestionTypes } from './question-types.service.js';

export interface ReviewedAttempt {
  id: string;
  moduleId: string;
  moduleVersionId: string;
  submittedAt: Date;
  passed: boolean;
  correct: number;
  total: number;
  needed: number;
  questions: ReviewedQuestion[];
}

/** What was right, and why: only once the attempt is submitted. */
@Injectable()
export class AttemptReview {
  constructor(
    private readonly dataSource: DataSource,
    private readonly quizzes: PublishedQuizzes,
    private readonly types: QuestionTypes,
  ) {}

  /** Refuses `attempt.unknown` (also somebody else's) and `attempt.not-submitted`. */
  async of(personId: string, attemptId: string): Promise<ReviewedAttempt> {
    const attempt = await readAttempt(this.dataSource, personId, attemptId);
    if (!attempt.submittedAt) throw conflict('attempt.not-submitted', { attemptId });
    const quiz = await this.quizzes.of(attempt.moduleVersionId);
    return {
      id: attempt.id,
      moduleId: attempt.moduleId,
      moduleVersionId: attempt.moduleVersionId,
      submittedAt: attempt.submittedAt,
      passed: attempt.passed!,
      correct: attempt.correctCount!,
      total: attempt.questionCount,
      needed: neededCorrect(attempt.questionCount, quiz.rule.passPercent),
      questions: attempt.draw.questions.map((drawn, index) =>
        this.types.review(quiz.questions.get(drawn.id)!, drawn, index + 1, attempt.answers[drawn.id]),
      ),
    };
  }
}
