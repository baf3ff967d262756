import type { DataSource } from 'typeorm';
import { newId, newPersonId } from '#libs/platform';
import type { PublishQuiz } from './publish-quiz.service.js';
import type { MultipleQuestion, Question, QuizContent, SingleQuestion, TrueFalseQuestion } from './question.js';

/** Words that stand only in keys, feedback and explanations: none may show before submission. */
export const SECRET = 'KHÔNG-LỘ';

export const single = (key: string, right = 1): SingleQuestion => ({
  key,
  type: 'single',
  stem: `Chọn một (${key})`,
  options: [0, 1, 2, 3].map((index) => ({
    id: 'abcd'[index]!,
    text: `Phương án ${'abcd'[index]}`,
    correct: index === right,
    feedback: `${SECRET} ${index}`,
  })),
  explanation: `${SECRET} giải thích`,
});

export const multiple = (key: string, right = [0, 2]): MultipleQuestion => ({
  ...single(key),
  type: 'multiple',
  options: single(key).options.map((option, index) => ({ ...option, correct: right.includes(index) })),
});

export const trueFalse = (key: string, answer = true): TrueFalseQuestion => ({
  key,
  type: 'true_false',
  stem: `Đúng hay sai (${key})`,
  answer,
  feedback: { true: `${SECRET} đúng`, false: `${SECRET} sai` },
  explanation: `${SECRET} giải thích`,
});

export function quiz(rule: Partial<QuizContent['rule']> = {}, questions?: Question[]): QuizContent {
  return {
    rule: { draw: 4, passPercent: 75, maxAttempts: 0, waitMinutes: 0, ...rule },
    questions: questions ?? [
      single('cau-1'),
      single('cau-2', 3),
      multiple('cau-3'),
      multiple('cau-4', [1, 3]),
      trueFalse('cau-5'),
      trueFalse('cau-6', false),
    ],
  };
}

/** A learner, a module and one published version of its quiz. */
export async function publishedQuiz(db: DataSource, publish: PublishQuiz, content: QuizContent) {
  const [personId, courseId, moduleId] = [newPersonId(), newId(), newId()];
  await db.query('INSERT INTO person (id) VALUES ($1)', [personId]);
  await db.query('INSERT INTO course (id, code, slug) VALUES ($1, $2, $2)', [courseId, courseId]);
  await db.query('INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, $3, $3)', [
    moduleId,
    courseId,
    moduleId,
  ]);
  const moduleVersionId = await publishVersion(db, publish, moduleId, 1, content);
  return { personId, moduleId, moduleVersionId };
}

export async function publishVersion(
  db: DataSource,
  publish: PublishQuiz,
  moduleId: string,
  number: number,
  content: QuizContent,
): Promise<string> {
  const versionId = newId();
  await db.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO module_version (id, module_id, number, title, summary, minutes, content, content_hash, published_at)
       VALUES ($1, $2, $3, 'Bài', '', 5, '{}', '', now())`,
      [versionId, moduleId, number],
    );
    await publish.publish(tx, versionId, content);
  });
  return versionId;
}
