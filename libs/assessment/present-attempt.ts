import type { Attempt } from './attempt.entity.js';
import { neededCorrect } from './grading.policy.js';
import type { PublishedQuiz } from './published-quizzes.service.js';
import type { PresentedQuestion } from './question.js';
import type { QuestionTypes } from './question-types.service.js';

/** An attempt as its learner may see it before submission. Built from nothing but texts meant for them: no key, no feedback. */
export interface PresentedAttempt {
  id: string;
  moduleId: string;
  moduleVersionId: string;
  startedAt: Date;
  submittedAt: Date | null;
  questions: PresentedQuestion[];
  answered: number;
  total: number;
  /** Correct answers needed to pass. */
  needed: number;
}

export function presentAttempt(
  attempt: Pick<Attempt, 'id' | 'moduleId' | 'moduleVersionId' | 'startedAt' | 'submittedAt' | 'draw' | 'answers'>,
  quiz: PublishedQuiz,
  types: QuestionTypes,
): PresentedAttempt {
  const questions = attempt.draw.questions.map((drawn, index) =>
    types.present(quiz.questions.get(drawn.id)!, drawn, index + 1, attempt.answers[drawn.id]),
  );
  return {
    id: attempt.id,
    moduleId: attempt.moduleId,
    moduleVersionId: attempt.moduleVersionId,
    startedAt: attempt.startedAt,
    submittedAt: attempt.submittedAt,
    questions,
    answered: questions.filter((question) => question.answered).length,
    total: questions.length,
    needed: neededCorrect(questions.length, quiz.rule.passPercent),
  };
}
