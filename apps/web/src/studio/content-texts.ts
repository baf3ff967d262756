import type { Question, QuizRuleContent } from '#libs/assessment';
import {
  diffLines,
  type DiffLine,
  type FactField,
  type ModuleContent,
  type Outline,
  type Source,
} from '#libs/catalogue';
import { formatShortDate, isDay } from '#libs/platform';
import { DOMAINS, QUESTION_TYPES } from './labels.js';

/** Parts of a content as plain lines, so that two of them can be compared by eye. */
export function factText(content: ModuleContent, field: FactField): string {
  switch (field) {
    case 'objectives':
      return content.objectives.join('\n');
    case 'competence':
      return `${DOMAINS[content.competence.domain] ?? ''}, mức ${content.competence.level}`;
    case 'sources':
      return content.sources.map(sourceText).join('\n');
    case 'keywords':
      return (content.keywords ?? []).join('\n');
    case 'outline':
      return outlineText(content.outline);
    case 'reviewBy':
      return content.reviewBy ? dayText(content.reviewBy) : '';
    default:
      return String(content[field]);
  }
}

/** What was typed wrong is compared as it was typed. */
const dayText = (day: string): string => (isDay(day) ? formatShortDate(day) : day);

function outlineText(outline: Outline | undefined): string {
  if (!outline) return '';
  const { keyPoints, show, questions } = outline;
  return [
    ...keyPoints.map((text) => `Ý chính: ${text}`),
    ...show.map((text) => `Cho xem: ${text}`),
    ...questions.map((text) => `Hỏi: ${text}`),
  ].join('\n');
}

export function sourceText({ title, number, date, issuer, url }: Source): string {
  const dated = date && `ngày ${dayText(date)}`;
  return [title, number && `số ${number}`, dated, issuer, url].filter(Boolean).join(', ');
}

export function questionText(question: Question): string {
  const options =
    question.type === 'true_false'
      ? ([true, false] as const).map((value) => ({
          text: value ? 'Đúng' : 'Sai',
          correct: question.answer === value,
          feedback: question.feedback[`${value}`],
        }))
      : question.options;
  return [
    `${QUESTION_TYPES[question.type]}: ${question.stem}`,
    ...options.map(({ text, correct, feedback }) => `${correct ? '✓' : '✗'} ${text} → ${feedback}`),
    `Ghi nhớ: ${question.explanation}`,
  ].join('\n');
}

export function ruleText({ draw, passPercent, maxAttempts, waitMinutes }: QuizRuleContent): string {
  return [
    `Mỗi lượt lấy ${draw} câu.`,
    `Đúng từ ${passPercent}% số câu là đạt.`,
    maxAttempts ? `Được làm ${maxAttempts} lượt.` : 'Không hạn chế số lượt.',
    waitMinutes ? `Chưa đạt thì chờ ${waitMinutes} phút mới làm lại.` : 'Chưa đạt thì làm lại được ngay.',
  ].join('\n');
}

const CONTEXT = 2;

export type ShownLine = DiffLine | { kind: 'gap' };

/** Lines that changed with a little of what stands around them; `gap` marks what was left out. */
export function changedLines(before: string, after: string): ShownLine[] {
  const lines = diffLines(before, after);
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same'),
  );
  return lines.flatMap((line, index): ShownLine[] => {
    if (near[index]) return [line];
    return index === 0 || near[index - 1] ? [{ kind: 'gap' }] : [];
  });
}
