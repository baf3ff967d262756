import { Injectable } from '@nestjs/common';
import { notFound } from '#libs/platform';
import { PublishedQuizzes } from './published-quizzes.service.js';

/** What a published question asks, and nothing of its answers. */
@Injectable()
export class QuestionStems {
  constructor(private readonly quizzes: PublishedQuizzes) {}

  /** Refuses `question.unknown` when the version has no such question, `quiz.none` when it has no quiz. */
  async of(moduleVersionId: string, questionVersionId: string): Promise<string> {
    const question = (await this.quizzes.of(moduleVersionId)).questions.get(questionVersionId);
    if (!question) throw notFound('question.unknown');
    return question.stem;
  }
}
