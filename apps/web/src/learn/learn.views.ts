import type { CourseProgress, ModulePlace, ModuleProgress, NextStep } from '#libs/learning';
import { coursePath, lessonPath, modulePath, stepPath } from './paths.js';

/** A course as a card or a heading. */
export const courseView = (course: CourseProgress) => ({
  ...course,
  href: coursePath(course.slug),
  total: course.modules.length,
  begun: course.modules.some((module) => module.completed || module.lastActivityAt !== null),
  done: course.modules.length > 0 && course.completedModules === course.modules.length,
  modules: course.modules.map((module) => moduleView(course.slug, module)),
});

const moduleView = (courseSlug: string, module: ModuleProgress) => ({
  ...module,
  href: modulePath(courseSlug, module.slug),
  state: module.completed ? 'done' : module.lastActivityAt ? 'begun' : 'new',
});

export const stepView = (step: NextStep | null) =>
  step && { ...step, href: stepPath(step), isQuiz: step.kind === 'quiz', isReread: step.kind === 'reread' };

export const breadcrumbs = (place: ModulePlace, moduleTitle: string, here?: string) => [
  { href: '/', label: 'Học' },
  { href: coursePath(place.courseSlug), label: place.courseTitle },
  ...(here
    ? [{ href: modulePath(place.courseSlug, place.moduleSlug), label: moduleTitle }, { label: here }]
    : [{ label: moduleTitle }]),
];

/** The pages of a module as a list of links, the seen ones marked. */
export const pageLinks = (
  place: ModulePlace,
  lessons: { position: number; title: string; minutes: number }[],
  seen: number[],
) =>
  lessons.map(({ position, title, minutes }) => ({
    position,
    title,
    minutes,
    seen: seen.includes(position),
    href: lessonPath(place.courseSlug, place.moduleSlug, position),
  }));
