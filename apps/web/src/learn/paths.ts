import type { NextStep } from '#libs/learning';

/** Addresses of the learning pages. */
export const coursePath = (course: string): string => `/chuyen-de/${course}`;
export const modulePath = (course: string, module: string): string => `/hoc/${course}/${module}`;
export const lessonPath = (course: string, module: string, page: number): string =>
  `${modulePath(course, module)}/trang/${page}`;
export const outlinePath = (course: string, module: string): string => `${modulePath(course, module)}/de-cuong`;
/** Of a course's or a module's page. */
export const posterPath = (page: string): string => `${page}/ap-phich.pdf`;
export const quizPath = (course: string, module: string): string => `${modulePath(course, module)}/kiem-tra`;
export const questionPath = (course: string, module: string, number: number): string =>
  `${quizPath(course, module)}/cau/${number}`;
export const checkPath = (course: string, module: string): string => `${quizPath(course, module)}/xem-lai`;
export const resultPath = (course: string, module: string, attemptId: string): string =>
  `${modulePath(course, module)}/ket-qua/${attemptId}`;

export const stepPath = (step: NextStep): string =>
  step.kind === 'quiz'
    ? quizPath(step.courseSlug, step.moduleSlug)
    : lessonPath(step.courseSlug, step.moduleSlug, step.page);

/** A number written in an address; 0, which no page has, for anything else. */
export const numberIn = (text: string): number => (/^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0);
