import { notFound } from '#libs/platform';
import { moved } from '../content-edits.policy.js';
import type { CourseContent } from './course-content.js';

/** Puts a module at the end of the list; one that stands there already stays where it is. */
export const addModule = (content: CourseContent, moduleId: string): CourseContent => ({
  ...content,
  moduleIds: content.moduleIds.includes(moduleId) ? content.moduleIds : [...content.moduleIds, moduleId],
});

/** Refuses `module.unknown`. */
export function dropModule(content: CourseContent, moduleId: string): CourseContent {
  return { ...content, moduleIds: content.moduleIds.toSpliced(placeOf(content, moduleId), 1) };
}

/** Moves one place up or down; at the end of the list nothing moves. Refuses `module.unknown`. */
export function moveModule(content: CourseContent, moduleId: string, by: -1 | 1): CourseContent {
  return { ...content, moduleIds: moved(content.moduleIds, placeOf(content, moduleId), by) };
}

function placeOf({ moduleIds }: CourseContent, moduleId: string): number {
  const place = moduleIds.indexOf(moduleId);
  if (place < 0) throw notFound('module.unknown');
  return place;
}
