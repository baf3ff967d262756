import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PublicationParts, type ContentProblem, type PublicationPart } from '#libs/catalogue';
import { newId, type Tx } from '#libs/platform';
import type { QuizContent } from './question.js';
import { QuestionTypes } from './question-types.service.js';
import { normaliseQuiz, validateQuiz } from './quiz-content.policy.js';

/** The questions' part of a module: checked with the lessons, approved under the same hash, published in the same transaction. */
@Injectable()
export class PublishQuiz implements PublicationPart, OnModuleInit {
  readonly key = 'assessment';

  constructor(
    private readonly types: QuestionTypes,
    private readonly parts: PublicationParts,
  ) {}

  onModuleInit(): void {
    this.parts.register(this);
  }

  validate(content: unknown): ContentProblem[] {
    return validateQuiz(content, this.types);
  }

  async publish(tx: Tx, moduleVersionId: string, content: unknown): Promise<void> {
    const { rule, questions } = normaliseQuiz(content as QuizContent, this.types);
    await tx.query(
      `INSERT INTO quiz_rule (module_version_id, draw_count, pass_percent, max_attempts, wait_minutes)
       VALUES ($1, $2, $3, $4, $5)`,
      [moduleVersionId, rule.draw, rule.passPercent, rule.maxAttempts, rule.waitMinutes],
    );
    const rows = questions.map((question, index) => ({
      id: newId(),
      key: question.key,
      position: index + 1,
      type: question.type,
      content: question,
    }));
    await tx.query(
      `INSERT INTO question_version (id, module_version_id, key, position, type, content)
       SELECT id, $1, key, position, type, content
       FROM jsonb_to_recordset($2::jsonb) AS q(id uuid, key text, position int, type text, content jsonb)`,
      [moduleVersionId, JSON.stringify(rows)],
    );
  }
}
