import type { ContentProblem, ModuleContent } from '#libs/catalogue';
import { messageOf } from '../shell/messages/index.js';
import { deskPath, factsPath, lessonPath, narrationPath, outlinePath, questionPath, rulePath } from './paths.js';
import { quizOf } from './quiz-edits.js';

export interface PlacedProblem {
  href: string;
  where: string;
  sentence: string;
}

/** Each problem with the page where it is mended, said once per page. */
export function placeProblems(moduleId: string, content: ModuleContent, problems: ContentProblem[]): PlacedProblem[] {
  const placed = problems.map(({ path, code }) => ({ ...placeOf(moduleId, content, path), sentence: messageOf(code) }));
  return [...new Map(placed.map((problem) => [`${problem.href} ${problem.sentence}`, problem])).values()];
}

function placeOf(moduleId: string, content: ModuleContent, path: string): { href: string; where: string } {
  const narration = path.match(/^lessons\.(\d+)\.narration/);
  if (narration)
    return {
      href: narrationPath(moduleId, Number(narration[1]) + 1),
      where: `Ghi âm trang ${Number(narration[1]) + 1}`,
    };
  const lesson = path.match(/^lessons\.(\d+)/);
  if (lesson) return { href: lessonPath(moduleId, Number(lesson[1]) + 1), where: `Trang ${Number(lesson[1]) + 1}` };
  const number = Number(path.match(/^parts\.assessment\.questions\.(\d+)/)?.[1] ?? NaN);
  const question = quizOf(content).questions[number];
  if (question) return { href: questionPath(moduleId, String(question.key)), where: `Câu ${number + 1}` };
  if (path.startsWith('parts.assessment.rule')) return { href: rulePath(moduleId), where: 'Quy tắc kiểm tra' };
  if (path.startsWith('parts.')) return { href: `${deskPath(moduleId)}#cau-hoi`, where: 'Câu hỏi' };
  if (path.startsWith('outline')) return { href: outlinePath(moduleId), where: 'Đề cương' };
  if (path === 'lessons') return { href: `${deskPath(moduleId)}#trang`, where: 'Các trang' };
  return { href: factsPath(moduleId), where: 'Thông tin' };
}

/** Problems below a path, as sentences by field: `lessons.0.title` below `lessons.0` is `title`. */
export function errorsBelow(problems: ContentProblem[], prefix = ''): Record<string, string> {
  const start = prefix ? `${prefix}.` : '';
  const below = problems.filter(({ path }) => path.startsWith(start));
  return Object.fromEntries(below.map(({ path, code }) => [path.slice(start.length), messageOf(code)]));
}
