import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound, type Tx } from '#libs/platform';
import type { Question, QuizRuleContent } from './question.js';

export interface PublishedQuiz {
  rule: QuizRuleContent;
  /** By id of the question's version, in the author's order. */
  questions: ReadonlyMap<string, Question>;
}

const KEPT = 500;

/** Quizzes by module version, with their keys: for use on the server only. What is published never changes, so it is kept. */
@Injectable()
export class PublishedQuizzes {
  private readonly kept = new Map<string, PublishedQuiz>();

  constructor(private readonly dataSource: DataSource) {}

  /** Refuses `quiz.none` when the version has no quiz. */
  async of(moduleVersionId: string, tx?: Tx): Promise<PublishedQuiz> {
    const known = this.kept.get(moduleVersionId);
    if (known) return known;
    const quiz = await this.read(moduleVersionId, tx);
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(moduleVersionId, quiz);
    return quiz;
  }

  private async read(moduleVersionId: string, tx?: Tx): Promise<PublishedQuiz> {
    const rows = await (tx ?? this.dataSource).query(
      `SELECT q.id, q.content, r.draw_count, r.pass_percent, r.max_attempts, r.wait_minutes
       FROM quiz_rule r JOIN question_version q USING (module_version_id)
       WHERE r.module_version_id = $1 ORDER BY q.position`,
      [moduleVersionId],
    );
    if (rows.length === 0) throw notFound('quiz.none');
    const { draw_count, pass_percent, max_attempts, wait_minutes } = rows[0];
    return {
      rule: { draw: draw_count, passPercent: pass_percent, maxAttempts: max_attempts, waitMinutes: wait_minutes },
      questions: new Map(rows.map((row: { id: string; content: Question }) => [row.id, row.content])),
    };
  }
}
