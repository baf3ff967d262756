import type { ContentProblem } from '#libs/catalogue';
import type { Random } from '../draw.policy.js';
import type { Answer, PresentedOption, Question, ReviewedOption } from '../question.js';

/**
 * What a type of question must be able to do. A new type is one object of this shape, registered in `QuestionTypes`,
 * and a partial in the quiz pages; attempts, grading and publication stay as they are.
 */
export interface QuestionType<Q extends Question = Question> {
  readonly type: Q['type'];
  /** Whether several options may be chosen. */
  readonly several: boolean;
  /** Everything wrong with an author's content, paths relative to the question. It may be anything at all. */
  validate(content: Record<string, unknown>): ContentProblem[];
  /** The content as it is published: NFC, ids filled in, nothing that does not belong. Only after `validate` found nothing. */
  normalise(content: Q): Q;
  /** The order in which one attempt shows the options, if any is drawn. */
  shuffle(content: Q, random: Random): string[] | undefined;
  /** What a learner sees before submission. Never a key, never feedback. */
  present(content: Q, order: string[] | undefined, answer: Answer | undefined): PresentedOption[];
  /** A form's or program's value (option places as `present` gave them) as an answer; null when empty, undefined when it is none. */
  read(content: Q, order: string[] | undefined, raw: unknown): Answer | null | undefined;
  grade(content: Q, answer: Answer | undefined): boolean;
  /** After submission: what was right, and the feedback to what was chosen. */
  review(content: Q, order: string[] | undefined, answer: Answer | undefined): ReviewedOption[];
}
