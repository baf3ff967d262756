import type { Question, QuizContent } from '#libs/assessment';
import {
  diffContent,
  narrationIsStale,
  renderMarkdown,
  type ContentDiff,
  type ModuleContent,
  type SubmissionUnderReview,
} from '#libs/catalogue';
import { narrationView } from '../listen/narration.view.js';
import { changedLines, factText, questionText, ruleText, sourceText } from './content-texts.js';
import { DOMAINS, FACTS, LESSON_CHANGES, NARRATION_CHANGES, QUESTION_TYPES } from './labels.js';
import { quizOf } from './quiz-edits.js';

/**
 * All of a content as its reviewer reads and hears it: pages as learners will see them, questions with key and feedback.
 * `withdrawn` are the recordings that nobody hears any more.
 */
export function readContent(content: ModuleContent, withdrawn: Set<string>) {
  const { rule, questions } = quizOf(content);
  return {
    content,
    competence: `${DOMAINS[content.competence.domain] ?? ''}, mức ${content.competence.level}`,
    sources: content.sources.map(sourceText),
    lessons: content.lessons.map((lesson, index) => ({
      number: index + 1,
      title: lesson.title,
      minutes: lesson.minutes,
      html: renderMarkdown(lesson.markdown),
      gist: lesson.gist,
      narration: lesson.narration && {
        ...narrationView(lesson.narration),
        gone: withdrawn.has(lesson.narration.sha256),
        stale: narrationIsStale(lesson),
      },
    })),
    rule: ruleText(rule).split('\n'),
    questions: questions.map((question, index) => ({
      number: index + 1,
      type: QUESTION_TYPES[question.type],
      stem: question.stem,
      explanation: question.explanation,
      options: optionsOf(question),
    })),
  };
}

function optionsOf(question: Question) {
  if (question.type !== 'true_false') return question.options;
  return ([true, false] as const).map((value) => ({
    text: value ? 'Đúng' : 'Sai',
    correct: question.answer === value,
    feedback: question.feedback[`${value}`],
  }));
}

/** What approval would change for learners; null when they have nothing yet. */
export function readChanges({ content, published }: SubmissionUnderReview) {
  if (!published) return null;
  const diff = diffContent(published.content, content);
  const questions = changedQuestions(quizOf(published.content), quizOf(content));
  const before = ruleText(quizOf(published.content).rule);
  const now = ruleText(quizOf(content).rule);
  const rule = before === now ? null : changedLines(before, now);
  const facts = diff.facts.map((field) => ({
    label: FACTS[field],
    lines: changedLines(factText(published.content, field), factText(content, field)),
  }));
  const nothing = facts.length + diff.lessons.length + questions.length === 0 && !rule;
  return { number: published.number, facts, lessons: changedLessons(diff), questions, rule, nothing };
}

function changedLessons({ lessons }: ContentDiff) {
  return lessons.map(({ kind, title, from, to, lines, narration }) => {
    const text = (skip: 'added' | 'removed') =>
      lines
        .filter((line) => line.kind !== skip)
        .map((line) => line.text)
        .join('\n');
    const shown = kind === 'moved' ? [] : changedLines(text('added'), text('removed'));
    return {
      kind: LESSON_CHANGES[kind],
      title,
      from,
      to,
      lines: shown,
      narration: narration && kind !== 'removed' && NARRATION_CHANGES[narration],
      moved: from !== null && to !== null && from !== to,
    };
  });
}

function changedQuestions(before: QuizContent, after: QuizContent) {
  const was = new Map(before.questions.map((question) => [question.key, question]));
  const is = new Map(after.questions.map((question) => [question.key, question]));
  const keys = [...new Set([...is.keys(), ...was.keys()])];
  return keys.flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    const texts = [old, now].map((question) => (question ? questionText(question) : ''));
    if (texts[0] === texts[1]) return [];
    const kind = !old ? 'added' : !now ? 'removed' : 'changed';
    return [{ kind: LESSON_CHANGES[kind], stem: (now ?? old)!.stem, lines: changedLines(texts[0], texts[1]) }];
  });
}
