import type { OpenedLesson } from '#libs/learning';
import { localDay } from '#libs/platform';
import { pageReportPath } from '../feedback/paths.js';
import { narrationView } from '../listen/narration.view.js';
import { page, type PageView } from '../shell/page.js';
import { breadcrumbs } from './learn.views.js';
import { lessonPath, modulePath, quizPath } from './paths.js';

/** A lesson page. Its frame serves all learners in the same state, for `document` and `lesson` never change. */
export function lessonView(opened: OpenedLesson, course: string, module: string, today: string): PageView {
  const { place, document, lesson, pagesSeen, completion } = opened;
  const total = document.lessons.length;
  const { position } = lesson;
  const state = {
    title: lesson.title,
    breadcrumbs: breadcrumbs(place, document.title, lesson.title),
    position,
    total,
    seen: pagesSeen.length,
    justCompleted: completion !== null,
    completed: place.completed,
    previousHref: position > 1 ? lessonPath(course, module, position - 1) : null,
    nextHref: position < total ? lessonPath(course, module, position + 1) : null,
    quizHref: quizPath(course, module),
    moduleHref: modulePath(course, module),
    passed: place.passed,
    allSeen: pagesSeen.length === total,
    overdue: document.reviewBy !== null && document.reviewBy < today,
    recording: lesson.narration?.sha256 ?? null,
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
    ...trust,
    document,
    lesson,
    narration,
    readAloud: !narration,
    listens: Boolean(narration),
  }).framed(`${document.versionId} ${JSON.stringify(Object.values(state))}`);
}
