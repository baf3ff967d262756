import { Injectable } from '@nestjs/common';
import { GradeAttempt, type GradedAttempt } from '#libs/assessment';
import { UnitOfWork, type Tx } from '#libs/platform';
import type { Completion } from './completion.entity.js';
import { Completions } from './completions.service.js';

export interface SubmittedQuiz extends GradedAttempt {
  /** The completion that rests on this attempt; null when it did not pass, pages are missing, or another came first. */
  completion: Completion | null;
}

/** Grades an attempt, and records the completion and what follows from it, in one transaction. */
@Injectable()
export class SubmitQuiz {
  constructor(
    private readonly work: UnitOfWork,
    private readonly grades: GradeAttempt,
    private readonly completions: Completions,
  ) {}

  /**
   * The attempt is its own client key: a second submission waits for the first and answers the same result.
   * Refuses what GradeAttempt refuses.
   */
  async submit(
    personId: string,
    attemptId: string,
    answers: Record<string, unknown> = {},
    claimedAt?: Date,
    tx?: Tx,
  ): Promise<SubmittedQuiz> {
    return this.work.run(async (own) => {
      const grade = await this.grades.submit(own, personId, attemptId, answers, claimedAt);
      if (!grade.passed) return { ...grade, completion: null };
      const { moduleId, moduleVersionId, alreadySubmitted } = grade;
      const completion = alreadySubmitted
        ? await this.completions.restingOn(own, attemptId, { personId, moduleId, moduleVersionId })
        : await this.completions.recordIfEarned(own, { personId, moduleId, moduleVersionId });
      return { ...grade, completion };
    }, tx);
  }
}
