import type { ContentProblem } from '#libs/catalogue';
import type { QuizContent } from './question.js';
import type { QuestionTypes } from './question-types.service.js';
import { isRecord, tidy } from './types/validation.js';

const KEY = /^[a-z0-9][a-z0-9-]{0,39}$/;
const MAX_POOL = 200;

/** Everything wrong with a quiz as an author wrote it; `content` may be anything. */
export function validateQuiz(content: unknown, types: QuestionTypes): ContentProblem[] {
  if (!isRecord(content)) return [{ path: '', code: 'quiz.missing' }];
  const questions: unknown[] = Array.isArray(content.questions) ? content.questions : [];
  const problems = validateRule(content.rule, questions.length);
  if (questions.length === 0) problems.push({ path: 'questions', code: 'quiz.questions-missing' });
  if (questions.length > MAX_POOL) problems.push({ path: 'questions', code: 'quiz.questions-too-many' });
  const keys = new Set<unknown>();
  questions.forEach((question, index) => {
    const path = `questions.${index}`;
    if (!isRecord(question)) {
      problems.push({ path, code: 'question.shape' });
      return;
    }
    if (typeof question.key !== 'string' || !KEY.test(question.key) || keys.has(question.key)) {
      problems.push({ path: `${path}.key`, code: 'question.key' });
    }
    keys.add(question.key);
    for (const problem of types.validate(question)) {
      problems.push({ path: `${path}.${problem.path}`, code: problem.code });
    }
  });
  return problems;
}

function validateRule(rule: unknown, pool: number): ContentProblem[] {
  if (!isRecord(rule)) return [{ path: 'rule', code: 'quiz.rule-missing' }];
  const problems: ContentProblem[] = [];
  const whole = (field: string, min: number, max: number) => {
    const value = rule[field];
    if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
      problems.push({ path: `rule.${field}`, code: `quiz.${field}-range` });
    }
  };
  whole('draw', 1, MAX_POOL);
  whole('passPercent', 1, 100);
  whole('maxAttempts', 0, 100);
  whole('waitMinutes', 0, 60 * 24 * 30);
  if (problems.length === 0 && (rule.draw as number) > pool) {
    problems.push({ path: 'rule.draw', code: 'quiz.pool-too-small' });
  }
  return problems;
}

/** The quiz as it is published. Only after `validateQuiz` found nothing. */
export function normaliseQuiz(content: QuizContent, types: QuestionTypes): QuizContent {
  const { draw, passPercent, maxAttempts, waitMinutes } = content.rule;
  return {
    rule: { draw, passPercent, maxAttempts, waitMinutes },
    questions: content.questions.map((question) => types.normalise({ ...question, key: tidy(question.key) })),
  };
}
