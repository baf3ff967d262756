import { createHash } from 'node:crypto';
import { canonicalJson, clean } from '#libs/platform';
import type { ContentProblem } from '../module-content.js';

/** What a course version says: what authors propose, what is hashed and approved, what is published. */
export interface CourseContent {
  title: string;
  summary: string;
  /** For whom, in one sentence; may be empty. */
  audience: string;
  /** In the order they are learned. */
  moduleIds: string[];
}

export const MAX_COURSE_MODULES = 50;

/** Texts in NFC on one line, each module once, so that what looks the same has the same hash. */
export function tidyCourse({ title, summary, audience, moduleIds }: CourseContent): CourseContent {
  return {
    title: oneLine(title),
    summary: oneLine(summary),
    audience: oneLine(audience),
    moduleIds: [...new Set(moduleIds)],
  };
}

const oneLine = (text: string) => clean(text.replace(/[\r\n]+/g, ' '));

/** Everything that keeps a course from being proposed; whether its modules are published is asked elsewhere. */
export function validateCourse({ title, summary, audience, moduleIds }: CourseContent): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const check = (ok: boolean, path: string, code: string) => ok || problems.push({ path, code });
  check(title !== '' && title.length <= 150, 'title', 'course.title');
  check(summary !== '' && summary.length <= 500, 'summary', 'course.summary');
  check(audience.length <= 300, 'audience', 'course.audience');
  check(moduleIds.length > 0, 'moduleIds', 'course.empty');
  check(moduleIds.length <= MAX_COURSE_MODULES, 'moduleIds', 'course.too-many-modules');
  return problems;
}

/** SHA-256 over the canonical JSON of exactly this list of this course, in hex. */
export function courseHash(courseId: string, content: CourseContent): string {
  return createHash('sha256')
    .update(canonicalJson({ courseId, ...content }))
    .digest('hex');
}
