import type { Answer, PresentedOption, ReviewedOption, TrueFalseQuestion } from '../question.js';
import type { QuestionType } from './question-type.js';
import { Checks, isRecord, tidy } from './validation.js';

/** What a learner reads on the two options: part of the type, so that an author need not write it. */
const LABELS = { true: 'Đúng', false: 'Sai' };
const VALUES = ['true', 'false'] as const;

/** A statement: always Đúng first, then Sai, so that the eye finds them where it expects them. */
export class TrueFalse implements QuestionType<TrueFalseQuestion> {
  readonly type = 'true_false';
  readonly several = false;

  validate(content: Record<string, unknown>) {
    const checks = new Checks();
    checks.text(content, 'stem');
    checks.text(content, 'explanation');
    checks.that(typeof content.answer === 'boolean', 'answer', 'question.answer-missing');
    const feedback = isRecord(content.feedback) ? content.feedback : {};
    for (const value of VALUES) {
      checks.text({ feedback: feedback[value] }, 'feedback', `feedback.${value}`);
    }
    return checks.problems;
  }

  normalise(content: TrueFalseQuestion): TrueFalseQuestion {
    return {
      key: content.key,
      type: this.type,
      stem: tidy(content.stem),
      answer: content.answer,
      feedback: { true: tidy(content.feedback.true), false: tidy(content.feedback.false) },
      explanation: tidy(content.explanation),
    };
  }

  shuffle(): undefined {
    return undefined;
  }

  present(_content: TrueFalseQuestion, _order: string[] | undefined, answer: Answer | undefined): PresentedOption[] {
    return VALUES.map((value) => ({ value, text: LABELS[value], chosen: String(answer) === value }));
  }

  read(_content: TrueFalseQuestion, _order: string[] | undefined, raw: unknown): Answer | null | undefined {
    const value: unknown = Array.isArray(raw) && raw.length < 2 ? raw[0] : raw;
    if (value === null || value === undefined || value === '') return null;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    return undefined;
  }

  grade(content: TrueFalseQuestion, answer: Answer | undefined): boolean {
    return answer === content.answer;
  }

  review(content: TrueFalseQuestion, order: string[] | undefined, answer: Answer | undefined): ReviewedOption[] {
    return this.present(content, order, answer).map((option) => ({
      ...option,
      correct: option.value === String(content.answer),
      feedback: option.chosen ? content.feedback[option.value as 'true' | 'false'] : null,
    }));
  }
}
