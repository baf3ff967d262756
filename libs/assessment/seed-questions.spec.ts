import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { QuestionTypes } from './question-types.service.js';
import { validateQuiz } from './quiz-content.policy.js';

const files = readdirSync('seed/courses', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('questions.yaml'))
  .map((path) => join('seed/courses', path))
  .sort();
const read = (path: string) => parse(readFileSync(path, 'utf8'));

describe('the questions we ship', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(9);
  });

  it.each(files)('%s would be published as it stands', (file) => {
    const { quiz } = read(join(dirname(file), 'module.yaml'));
    const rule = {
      draw: quiz.draw,
      passPercent: quiz.pass_percent,
      maxAttempts: quiz.max_attempts,
      waitMinutes: quiz.wait_minutes,
    };
    const questions = read(file);
    expect(validateQuiz({ rule, questions }, new QuestionTypes())).toEqual([]);
    expect(questions.length).toBeGreaterThanOrEqual(12);
  });
});
