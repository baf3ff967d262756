import type { CourseProgress, ModuleProgress } from './my-courses.service.js';

/** The one thing a learner does next. */
export interface NextStep {
  kind: 'lesson' | 'quiz';
  courseSlug: string;
  courseTitle: string;
  moduleSlug: string;
  moduleTitle: string;
  minutes: number;
  /** The lesson page to open; for a quiz the last page. */
  page: number;
  pages: number;
  /** Whether the module was begun before. */
  begun: boolean;
}

/**
 * The module touched last and not completed, at the very page; else the one after the module completed last; else the
 * first that is not completed. Null when everything published is completed.
 */
export function nextStep(courses: CourseProgress[]): NextStep | null {
  const all = courses.flatMap((course) => course.modules.map((module) => ({ course, module })));
  const open = all.filter(({ module }) => !module.completed);
  const [begun] = open.filter(({ module }) => module.lastActivityAt).toSorted(latest((x) => x.module.lastActivityAt!));
  if (begun) return stepIn(begun.course, begun.module);
  const [done] = all.filter(({ module }) => module.completedAt).toSorted(latest((x) => x.module.completedAt!));
  return (
    (done && nextInCourse(done.course, done.module.moduleId)) ??
    (open[0] ? stepIn(open[0].course, open[0].module) : null)
  );
}

/** The next module of the course that is not completed, those after the given one first; null when the course is done. */
export function nextInCourse(course: CourseProgress, moduleId: string): NextStep | null {
  const at = course.modules.findIndex((module) => module.moduleId === moduleId) + 1;
  const following = [...course.modules.slice(at), ...course.modules.slice(0, at)];
  const next = following.find((module) => !module.completed);
  return next ? stepIn(course, next) : null;
}

/** The quiz when it was begun or every page is seen; else the page where the learner stopped. */
export function stepIn(course: CourseProgress, module: ModuleProgress): NextStep {
  const allSeen = module.pagesSeen.length >= module.pages;
  const missing = Array.from({ length: module.pages }, (_, index) => index + 1).find(
    (page) => !module.pagesSeen.includes(page),
  );
  const quiz = !module.passed && (module.openAttempt || allSeen);
  const page = module.passed ? (missing ?? module.pages) : Math.min(Math.max(module.currentPage, 1), module.pages);
  return {
    kind: quiz ? 'quiz' : 'lesson',
    courseSlug: course.slug,
    courseTitle: course.title,
    moduleSlug: module.slug,
    moduleTitle: module.title,
    minutes: module.minutes,
    page: quiz ? module.pages : page,
    pages: module.pages,
    begun: module.lastActivityAt !== null,
  };
}

const latest =
  <T>(of: (item: T) => Date) =>
  (a: T, b: T): number =>
    of(b).getTime() - of(a).getTime();
