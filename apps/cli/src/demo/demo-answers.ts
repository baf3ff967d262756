import type { Random } from './random.js';
import type { DemoQuestion } from './demo-world.js';

type Answer = string | string[] | boolean;

/** Draws questions and answers them so that exactly `correct` are right: what a real attempt would have stored. */
export function demoAttempt(random: Random, pool: DemoQuestion[], total: number, correct: number) {
  const from = random.int(0, pool.length - 1);
  const questions = Array.from({ length: total }, (_, i) => pool[(from + i) % pool.length]);
  const answers: Record<string, Answer> = {};
  questions.forEach(
    (question, i) => (answers[question.id] = i < correct ? rightAnswer(question) : wrongAnswer(question)),
  );
  const draw = {
    questions: questions.map(({ id, content }) =>
      content.options ? { id, options: content.options.map((option) => option.id) } : { id },
    ),
  };
  return { draw, answers };
}

function rightAnswer({ content }: DemoQuestion): Answer {
  if (content.type === 'true_false') return content.answer!;
  const right = content
    .options!.filter(({ correct }) => correct)
    .map(({ id }) => id)
    .sort();
  return content.type === 'single' ? right[0] : right;
}

function wrongAnswer({ content }: DemoQuestion): Answer {
  if (content.type === 'true_false') return !content.answer;
  const wrong = content.options!.find(({ correct }) => !correct)!.id;
  return content.type === 'single' ? wrong : [wrong];
}
