import { Injectable } from '@nestjs/common';
import type { ContentProblem } from '#libs/catalogue';
import { cryptoRandom, type Random } from './draw.policy.js';
import type { Answer, DrawnQuestion, PresentedQuestion, Question, ReviewedQuestion } from './question.js';
import { MultipleChoice, SingleChoice } from './types/choice.question-type.js';
import type { QuestionType } from './types/question-type.js';
import { TrueFalse } from './types/true-false.question-type.js';

/** The types of question there are, and what can be done to a question whatever its type. */
@Injectable()
export class QuestionTypes {
  private readonly types = new Map<string, QuestionType>();

  constructor() {
    this.register(new SingleChoice());
    this.register(new MultipleChoice());
    this.register(new TrueFalse());
  }

  register<Q extends Question>(type: QuestionType<Q>): void {
    this.types.set(type.type, type as unknown as QuestionType);
  }

  validate(content: Record<string, unknown>): ContentProblem[] {
    const type = this.types.get(String(content.type));
    return type ? type.validate(content) : [{ path: 'type', code: 'question.type-unknown' }];
  }

  normalise(question: Question): Question {
    return this.of(question).normalise(question);
  }

  draw(id: string, question: Question, random: Random = cryptoRandom): DrawnQuestion {
    const options = this.of(question).shuffle(question, random);
    return options ? { id, options } : { id };
  }

  present(question: Question, drawn: DrawnQuestion, number: number, answer?: Answer): PresentedQuestion {
    const type = this.of(question);
    return {
      id: drawn.id,
      number,
      type: question.type,
      stem: question.stem,
      several: type.several,
      options: type.present(question, drawn.options, answer),
      answered: answer !== undefined,
    };
  }

  /** An answer, null for "none", undefined for something that is no answer to this question. */
  read(question: Question, drawn: DrawnQuestion, raw: unknown): Answer | null | undefined {
    return this.of(question).read(question, drawn.options, raw);
  }

  grade(question: Question, answer: Answer | undefined): boolean {
    return this.of(question).grade(question, answer);
  }

  review(question: Question, drawn: DrawnQuestion, number: number, answer?: Answer): ReviewedQuestion {
    return {
      ...this.present(question, drawn, number, answer),
      options: this.of(question).review(question, drawn.options, answer),
      right: this.grade(question, answer),
      explanation: question.explanation,
    };
  }

  private of(question: Question): QuestionType {
    const type = this.types.get(question.type);
    if (!type) throw new Error(`no such type of question: ${question.type}`);
    return type;
  }
}
