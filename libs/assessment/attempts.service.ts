import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '#libs/platform';
import { ATTEMPT_STATE, readAttempt, type AttemptState } from './attempt-rows.js';
import { mayStart, neededCorrect, type Permission } from './grading.policy.js';
import { presentAttempt, type PresentedAttempt } from './present-attempt.js';
import { PublishedQuizzes } from './published-quizzes.service.js';
import { QuestionTypes } from './question-types.service.js';

/** Where a person stands with the quiz of one module version. */
export interface QuizStanding {
  /** The attempt begun and not submitted, of whatever version. */
  open: (AttemptState & { answered: number }) | null;
  latest: AttemptState | null;
  /** The first attempt that passed this version. */
  passed: AttemptState | null;
  used: number;
  permission: Permission;
  rule: { questions: number; needed: number; maxAttempts: number; waitMinutes: number };
}

@Injectable()
export class Attempts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly quizzes: PublishedQuizzes,
    private readonly types: QuestionTypes,
  ) {}

  /** The attempt a person has begun and not submitted, with the answers given so far; null when there is none. */
  async current(personId: string, moduleId: string): Promise<PresentedAttempt | null> {
    const [open] = await this.dataSource.query(
      `SELECT ${ATTEMPT_STATE}, draw, answers FROM attempt
       WHERE person_id = $1 AND module_id = $2 AND submitted_at IS NULL`,
      [personId, moduleId],
    );
    return open ? presentAttempt(open, await this.quizzes.of(open.moduleVersionId), this.types) : null;
  }

  /** One's own attempt without key or feedback, open or submitted. Refuses `attempt.unknown`. */
  async presented(personId: string, attemptId: string): Promise<PresentedAttempt> {
    const attempt = await readAttempt(this.dataSource, personId, attemptId);
    return presentAttempt(attempt, await this.quizzes.of(attempt.moduleVersionId), this.types);
  }

  /** Refuses `quiz.none`. `personId` null: somebody who has not signed in. */
  async standing(personId: string | null, moduleId: string, moduleVersionId: string): Promise<QuizStanding> {
    const { rule, questions } = await this.quizzes.of(moduleVersionId);
    const rows = personId ? await this.history(personId, moduleId) : [];
    const submitted = rows.filter((row) => row.submittedAt && row.moduleVersionId === moduleVersionId);
    const latest = submitted.at(-1) ?? null;
    const total = Math.min(rule.draw, questions.size);
    const history = {
      used: submitted.length,
      lastSubmittedAt: latest?.submittedAt ?? null,
      lastPassed: latest?.passed ?? false,
    };
    return {
      open: rows.find((row) => !row.submittedAt) ?? null,
      latest,
      passed: submitted.find((row) => row.passed) ?? null,
      used: history.used,
      permission: mayStart(rule, history, this.clock.now()),
      rule: {
        questions: total,
        needed: neededCorrect(total, rule.passPercent),
        maxAttempts: rule.maxAttempts,
        waitMinutes: rule.waitMinutes,
      },
    };
  }

  private async history(personId: string, moduleId: string): Promise<(AttemptState & { answered: number })[]> {
    return this.dataSource.query(
      `SELECT ${ATTEMPT_STATE}, (SELECT count(*)::int FROM jsonb_object_keys(answers)) AS answered
       FROM attempt WHERE person_id = $1 AND module_id = $2 ORDER BY submitted_at NULLS LAST, id`,
      [personId, moduleId],
    );
  }
}
