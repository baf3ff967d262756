import { isDeepStrictEqual } from 'node:util';
import { notFound } from '#libs/platform';
import { tidyContent } from './content.policy.js';
import type { LessonContent, ModuleContent } from './module-content.js';

/**
 * Puts a lesson in the place of another (1-based) and under its recording, or at the end, where the same lesson stands
 * but once: a form sent twice adds one. Refuses `lesson.unknown`.
 */
export function putLesson(content: ModuleContent, position: number | null, lesson: LessonContent): ModuleContent {
  if (position === null) {
    const added = { ...content, lessons: [...content.lessons, lesson] };
    const [last, next] = tidyContent(added).lessons.slice(-2);
    return isDeepStrictEqual(last, next) ? content : added;
  }
  assertThere(content.lessons, position);
  const { narration } = content.lessons[position - 1]!;
  return { ...content, lessons: content.lessons.with(position - 1, { ...(narration && { narration }), ...lesson }) };
}

/** Refuses `lesson.unknown`. */
export function removeLesson(content: ModuleContent, position: number): ModuleContent {
  assertThere(content.lessons, position);
  return { ...content, lessons: content.lessons.toSpliced(position - 1, 1) };
}

/** Moves one place up or down; at the end of the list nothing moves. Refuses `lesson.unknown`. */
export function moveLesson(content: ModuleContent, position: number, by: -1 | 1): ModuleContent {
  assertThere(content.lessons, position);
  return { ...content, lessons: moved(content.lessons, position - 1, by) };
}

/** The list with one item moved by one place, where there is a place. */
export function moved<T>(items: T[], index: number, by: -1 | 1): T[] {
  const target = index + by;
  if (target < 0 || target >= items.length) return items;
  return items.with(index, items[target]).with(target, items[index]);
}

function assertThere(lessons: LessonContent[], position: number): void {
  if (!lessons[position - 1]) throw notFound('lesson.unknown');
}
