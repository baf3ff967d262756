import { invalid } from '#libs/platform';
import type { Attempt } from './attempt.entity.js';
import type { PublishedQuiz } from './published-quizzes.service.js';
import type { Answer } from './question.js';
import type { QuestionTypes } from './question-types.service.js';

/** Answer per question id; null takes an answer back. */
export type ReadAnswers = Record<string, Answer | null>;

/**
 * What a form or a program sent, by question id, as answers. Refuses `attempt.question-unknown` for a question that
 * this attempt did not draw and `answer.invalid` for a value that is none of the options shown.
 */
export function readAnswers(
  attempt: Pick<Attempt, 'draw'>,
  quiz: PublishedQuiz,
  types: QuestionTypes,
  raw: Record<string, unknown>,
): ReadAnswers {
  const result: ReadAnswers = {};
  for (const [questionId, value] of Object.entries(raw)) {
    const drawn = attempt.draw.questions.find((question) => question.id === questionId);
    const question = drawn && quiz.questions.get(drawn.id);
    if (!drawn || !question) throw invalid('attempt.question-unknown');
    const answer = types.read(question, drawn, value);
    if (answer === undefined) throw invalid('answer.invalid', { [questionId]: 'answer.invalid' });
    result[questionId] = answer;
  }
  return result;
}

/** The saved answers with the new ones over them. */
export function mergeAnswers(saved: Record<string, Answer>, given: ReadAnswers): Record<string, Answer> {
  const merged: Record<string, Answer | null> = { ...saved, ...given };
  return Object.fromEntries(Object.entries(merged).filter((entry): entry is [string, Answer] => entry[1] !== null));
}
