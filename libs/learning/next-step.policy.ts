import type { CourseProgress, ModuleProgress } from './my-courses.service.js';

/** The one thing a learner does next. */
export interface NextStep {
  /** `reread`: only the quiz is missing, and it may not be taken now. */
  kind: 'lesson' | 'quiz' | 'reread';
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
  /** For `reread`: when the quiz may be taken again; null when no attempt is left. */
  waitUntil: Date | null;
}

interface Place {
  course: CourseProgress;
  module: ModuleProgress;
}

/**
 * The module touched last and not completed, at the very page; else the one after the module touched last; else the
 * first that is not completed. A module whose quiz must wait is passed over while there is something else, and read
 * again when there is not. Null when everything published is completed.
 */
export function nextStep(courses: CourseProgress[]): NextStep | null {
  const all = courses.flatMap((course) => course.modules.map((module) => ({ course, module })));
  const open = all.filter(({ module }) => !module.completed);
  const free = open.filter(({ module }) => !mustWait(module));
  const [begun] = latestFirst(free, ({ lastActivityAt }) => lastActivityAt);
  if (begun) return stepIn(begun.course, begun.module);
  const [left] = latestFirst(all, ({ completedAt, lastActivityAt }) => completedAt ?? lastActivityAt);
  const next = (left && followingFree(left)) ?? free[0];
  const [waiting] = latestFirst(open, ({ lastActivityAt }) => lastActivityAt);
  const place = next ?? waiting;
  return place ? stepIn(place.course, place.module) : null;
}

/** The quiz of a module that waits while the learner does something else; the one that waits the least. */
export function waitingQuiz(courses: CourseProgress[], next: NextStep | null): { title: string; until: Date } | null {
  if (next?.kind === 'reread') return null;
  const [first] = courses
    .flatMap(({ modules }) => modules)
    .filter((module) => !module.completed && mustWait(module) && module.quizWaitsUntil)
    .toSorted((a, b) => a.quizWaitsUntil!.getTime() - b.quizWaitsUntil!.getTime());
  return first ? { title: first.title, until: first.quizWaitsUntil! } : null;
}

/** The next module of the course that is not completed, those after the given one first; null when the course is done. */
export function nextInCourse(course: CourseProgress, moduleId: string): NextStep | null {
  const following = followingOpen(course, moduleId);
  const next = following.find((module) => !mustWait(module)) ?? following[0];
  return next ? stepIn(course, next) : null;
}

/** The quiz when it was begun or every page is seen; else the page where the learner stopped. */
export function stepIn(course: CourseProgress, module: ModuleProgress): NextStep {
  const waits = mustWait(module);
  const quiz = quizIsLeft(module) && !waits;
  const missing = Array.from({ length: module.pages }, (_, index) => index + 1).find(
    (page) => !module.pagesSeen.includes(page),
  );
  const page = module.passed ? (missing ?? module.pages) : Math.min(Math.max(module.currentPage, 1), module.pages);
  return {
    kind: waits ? 'reread' : quiz ? 'quiz' : 'lesson',
    courseSlug: course.slug,
    courseTitle: course.title,
    moduleSlug: module.slug,
    moduleTitle: module.title,
    minutes: module.minutes,
    page: waits ? 1 : quiz ? module.pages : page,
    pages: module.pages,
    begun: module.lastActivityAt !== null,
    waitUntil: waits && module.attemptsLeft !== 0 ? module.quizWaitsUntil : null,
  };
}

const quizIsLeft = (module: ModuleProgress): boolean =>
  !module.passed && (module.openAttempt || module.pagesSeen.length >= module.pages);

const mustWait = (module: ModuleProgress): boolean =>
  quizIsLeft(module) && !module.openAttempt && (module.quizWaitsUntil !== null || module.attemptsLeft === 0);

function followingOpen(course: CourseProgress, moduleId: string): ModuleProgress[] {
  const at = course.modules.findIndex((module) => module.moduleId === moduleId) + 1;
  return [...course.modules.slice(at), ...course.modules.slice(0, at)].filter((module) => !module.completed);
}

function followingFree({ course, module }: Place): Place | null {
  const next = followingOpen(course, module.moduleId).find((one) => !mustWait(one));
  return next ? { course, module: next } : null;
}

const latestFirst = (places: Place[], of: (module: ModuleProgress) => Date | null): Place[] =>
  places.filter(({ module }) => of(module)).toSorted((a, b) => of(b.module)!.getTime() - of(a.module)!.getTime());
