import type { OpenedLesson } from '#libs/learning';
import { localDay } from '#libs/platform';
import { pageReportPath } from '../feedback/paths.js';
import { narrationView } from '../listen/narration.view.js';
import { page, type PageView } from '../shell/page.js';
import { breadcrumbs } from './learn.views.js';
import { lessonPath, modulePath, quizPath } from './paths.js';

/** All of a lesson page that may differ between two who read it: `document` and `lesson` never change. */
const stateOf = ({ place, document, lesson, pagesSeen, completion }: OpenedLesson, today: string) => ({
  courseTitle: place.courseTitle,
  position: lesson.position,
  seen: pagesSeen.length,
  justCompleted: completion !== null,
  completed: place.completed,
  passed: place.passed,
  overdue: document.reviewBy !== null && document.reviewBy < today,
  recording: lesson.narration?.sha256 ?? null,
});

/** Whom the frame of a lesson page serves: all learners in the same state. */
export const lessonFrame = (opened: OpenedLesson, today: string): string =>
  `${opened.document.versionId} ${Object.values(stateOf(opened, today)).join('\n')}`;

/** A lesson page. */
export function lessonView(opened: OpenedLesson, course: string, module: string, today: string): PageView {
  const { place, document, lesson } = opened;
  const total = document.lessons.length;
  const state = stateOf(opened, today);
  const { position } = state;
  const around = {
    title: lesson.title,
    breadcrumbs: breadcrumbs(place, document.title, lesson.title),
    total,
    previousHref: position > 1 ? lessonPath(course, module, position - 1) : null,
    nextHref: position < total ? lessonPath(course, module, position + 1) : null,
    quizHref: quizPath(course, module),
    moduleHref: modulePath(course, module),
    allSeen: state.seen === total,
  };
  const trust = {
    reviewedOn: localDay(document.publishedAt),
    reportHref: pageReportPath(course, module, document.number, position),
  };
  const narration = lesson.narration && {
    ...narrationView(lesson.narration),
    key: `${document.versionId}/${position}`,
  };
  return page('learn/lesson', {
    ...state,
    ...around,
    ...trust,
    document,
    lesson,
    narration,
    readAloud: !narration,
    listens: Boolean(narration),
  }).framed(lessonFrame(opened, today));
}
