import { shuffle, type Random } from '../draw.policy.js';
import type { Answer, MultipleQuestion, Option, PresentedOption, ReviewedOption, SingleQuestion } from '../question.js';
import type { QuestionType } from './question-type.js';
import { Checks, isRecord, tidy } from './validation.js';

type ChoiceQuestion = SingleQuestion | MultipleQuestion;

const OPTIONS = { min: 2, max: 8 };
const OPTION_ID = /^[a-z0-9-]{1,20}$/;

/** Single and multiple choice share all but how many options are right and how many may be chosen. */
abstract class ChoiceType<Q extends ChoiceQuestion> implements QuestionType<Q> {
  abstract readonly type: Q['type'];
  abstract readonly several: boolean;
  protected abstract checkKey(right: number, wrong: number, checks: Checks): void;
  protected abstract chosenIds(answer: Answer | undefined): string[];
  protected abstract answerOf(ids: string[]): Answer | undefined;

  validate(content: Record<string, unknown>) {
    const checks = new Checks();
    checks.text(content, 'stem');
    checks.text(content, 'explanation');
    const options: unknown[] = Array.isArray(content.options) ? content.options : [];
    const enough = options.length >= OPTIONS.min && options.length <= OPTIONS.max;
    if (checks.that(enough, 'options', 'question.options-count')) this.checkOptions(options, checks);
    return checks.problems;
  }

  private checkOptions(options: unknown[], checks: Checks): void {
    const ids = new Set<string>();
    const texts = new Set<string>();
    const counts = { right: 0, wrong: 0 };
    options.forEach((option, index) => {
      const path = `options.${index}`;
      if (!checks.that(isRecord(option), path, 'question.option-shape') || !isRecord(option)) return;
      checks.text(option, 'feedback', `${path}.feedback`);
      if (checks.text(option, 'text', `${path}.text`)) {
        const text = tidy(option.text as string);
        checks.that(!texts.has(text), `${path}.text`, 'question.option-twice');
        texts.add(text);
      }
      const id = option.id ?? optionId(index);
      if (checks.that(typeof id === 'string' && OPTION_ID.test(id), `${path}.id`, 'question.option-id')) {
        checks.that(!ids.has(id as string), `${path}.id`, 'question.option-id');
        ids.add(id as string);
      }
      if (checks.that(typeof option.correct === 'boolean', `${path}.correct`, 'question.option-correct-missing')) {
        counts[option.correct ? 'right' : 'wrong'] += 1;
      }
    });
    this.checkKey(counts.right, counts.wrong, checks);
  }

  normalise(content: Q): Q {
    return {
      key: content.key,
      type: this.type,
      stem: tidy(content.stem),
      options: content.options.map((option, index) => ({
        id: option.id ?? optionId(index),
        text: tidy(option.text),
        correct: option.correct,
        feedback: tidy(option.feedback),
      })),
      explanation: tidy(content.explanation),
    } as Q;
  }

  shuffle(content: Q, random: Random): string[] {
    return shuffle(
      content.options.map((option) => option.id),
      random,
    );
  }

  present(content: Q, order: string[] | undefined, answer: Answer | undefined): PresentedOption[] {
    const chosen = this.chosenIds(answer);
    return inOrder(content, order).map(({ id, text }, index) => ({
      value: String(index + 1),
      text,
      chosen: chosen.includes(id),
    }));
  }

  read(content: Q, order: string[] | undefined, raw: unknown): Answer | null | undefined {
    if (raw === null || raw === undefined || raw === '') return null;
    const values: unknown[] = Array.isArray(raw) ? raw : [raw];
    if (values.length === 0) return null;
    const shown = inOrder(content, order);
    const ids = new Set<string>();
    for (const value of values) {
      const option = typeof value === 'string' && /^[1-9]\d?$/.test(value) ? shown[Number(value) - 1] : undefined;
      if (!option) return undefined;
      ids.add(option.id);
    }
    return this.answerOf([...ids].sort());
  }

  grade(content: Q, answer: Answer | undefined): boolean {
    const chosen = new Set(this.chosenIds(answer));
    return chosen.size > 0 && content.options.every((option) => option.correct === chosen.has(option.id));
  }

  review(content: Q, order: string[] | undefined, answer: Answer | undefined): ReviewedOption[] {
    const options = inOrder(content, order);
    return this.present(content, order, answer).map((presented, index) => ({
      ...presented,
      correct: options[index]!.correct,
      feedback: presented.chosen ? options[index]!.feedback : null,
    }));
  }
}

export class SingleChoice extends ChoiceType<SingleQuestion> {
  readonly type = 'single';
  readonly several = false;

  protected checkKey(right: number, _wrong: number, checks: Checks): void {
    checks.that(right === 1, 'options', 'question.single-needs-one-correct');
  }
  protected chosenIds(answer: Answer | undefined): string[] {
    return typeof answer === 'string' ? [answer] : [];
  }
  protected answerOf(ids: string[]): Answer | undefined {
    return ids.length === 1 ? ids[0] : undefined;
  }
}

export class MultipleChoice extends ChoiceType<MultipleQuestion> {
  readonly type = 'multiple';
  readonly several = true;

  protected checkKey(right: number, wrong: number, checks: Checks): void {
    checks.that(right >= 2 && wrong >= 1, 'options', 'question.multiple-needs-two-correct-one-wrong');
  }
  protected chosenIds(answer: Answer | undefined): string[] {
    return Array.isArray(answer) ? answer : [];
  }
  protected answerOf(ids: string[]): Answer {
    return ids;
  }
}

const optionId = (index: number): string => String.fromCharCode(97 + index);

function inOrder(content: ChoiceQuestion, order: string[] | undefined): Option[] {
  if (!order) return content.options;
  return order.map((id) => content.options.find((option) => option.id === id)!);
}
