import type { Question, QuizContent, QuizRuleContent } from '#libs/assessment';
import { moved, type ModuleContent } from '#libs/catalogue';
import { notFound } from '#libs/platform';

const PART = 'assessment';
const RULE: QuizRuleContent = { draw: 8, passPercent: 75, maxAttempts: 0, waitMinutes: 0 };

/** The quiz of a draft, which may not have one yet. */
export function quizOf(content: ModuleContent): QuizContent {
  const quiz = content.parts[PART] as Partial<QuizContent> | undefined;
  return { rule: quiz?.rule ?? RULE, questions: quiz?.questions ?? [] };
}

const withQuiz = (content: ModuleContent, quiz: QuizContent): ModuleContent => ({
  ...content,
  parts: { ...content.parts, [PART]: quiz },
});

export function putRule(content: ModuleContent, rule: QuizRuleContent): ModuleContent {
  return withQuiz(content, { ...quizOf(content), rule });
}

/** In the place of the question with its key, or at the end. */
export function putQuestion(content: ModuleContent, question: Question): ModuleContent {
  const { rule, questions } = quizOf(content);
  const index = questions.findIndex(({ key }) => key === question.key);
  return withQuiz(content, {
    rule,
    questions: index < 0 ? [...questions, question] : questions.with(index, question),
  });
}

/** Refuses `question.unknown`. */
export function removeQuestion(content: ModuleContent, key: string): ModuleContent {
  const { rule, questions } = quizOf(content);
  return withQuiz(content, { rule, questions: questions.toSpliced(indexOf(questions, key), 1) });
}

/** Refuses `question.unknown`. */
export function moveQuestion(content: ModuleContent, key: string, by: -1 | 1): ModuleContent {
  const { rule, questions } = quizOf(content);
  return withQuiz(content, { rule, questions: moved(questions, indexOf(questions, key), by) });
}

/** Refuses `question.unknown`. */
export function questionIn(content: ModuleContent, key: string): Question {
  const { questions } = quizOf(content);
  return questions[indexOf(questions, key)]!;
}

function indexOf(questions: Question[], key: string): number {
  const index = questions.findIndex((question) => question.key === key);
  if (index < 0) throw notFound('question.unknown');
  return index;
}

/** A key that no question of the given contents had: the history of an old question must not become a new one's. */
export function nextKey(code: string, contents: ModuleContent[]): string {
  const base = code
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30);
  const numbers = contents
    .flatMap((content) => quizOf(content).questions)
    .map(({ key }) => Number(key.match(/-(\d+)$/)?.[1] ?? 0));
  return `${base}-${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}
