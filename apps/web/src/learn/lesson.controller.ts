import { Controller, Get, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#libs/identity';
import { ModuleOverview, OpenLesson, Resume } from '#libs/learning';
import { Clock, localDay } from '#libs/platform';
import { reportPath } from '../feedback/paths.js';
import { Public } from '../shell/access.js';
import { page } from '../shell/page.js';
import { MaybeActor } from '../shell/request.js';
import { breadcrumbs, pageLinks, stepView } from './learn.views.js';
import './lesson-by-session.hook.js'; // adds openedLesson to the request's type
import { lessonView } from './lesson.view.js';
import { lessonPath, modulePath, numberIn, outlinePath, posterPath, quizPath, resultPath } from './paths.js';

/** Whose place is kept: nobody's for a visitor, and nobody's whose data is restricted. */
const learnerOf = (actor: Actor | null): string | null => (actor && !actor.restricted ? actor.personId : null);

@Controller()
export class LessonController {
  constructor(
    private readonly overview: ModuleOverview,
    private readonly lessons: OpenLesson,
    private readonly resume: Resume,
    private readonly clock: Clock,
  ) {}

  @Get('/hoc/:course/:module')
  @Public()
  async module(@MaybeActor() actor: Actor | null, @Param('course') course: string, @Param('module') module: string) {
    const { place, document, quiz } = await this.overview.of(actor?.personId ?? null, course, module);
    const allSeen = place.pagesSeen.length === document.lessons.length;
    const after = actor && place.completed ? await this.resume.after(actor.personId, course, place.moduleId) : null;
    const toQuiz = !place.completed && !quiz.passed && (quiz.open !== null || allSeen);
    return page('learn/module', {
      title: document.title,
      description: document.summary,
      breadcrumbs: breadcrumbs(place, document.title),
      place,
      document,
      quiz,
      pages: pageLinks(place, document.lessons, place.pagesSeen),
      seen: place.pagesSeen.length,
      begun: place.progressVersionId !== null,
      toQuiz,
      next: stepView(after?.next ?? null),
      lessonHref: lessonPath(
        course,
        module,
        this.pageToOpen(place.pagesSeen, place.currentPage, document.lessons.length, quiz.passed !== null),
      ),
      quizHref: quizPath(course, module),
      resultHref: quiz.latest && resultPath(course, module, quiz.latest.id),
      reviewedOn: localDay(document.publishedAt),
      reportHref: reportPath(course, module),
      outlineHref: outlinePath(course, module),
      posterHref: posterPath(modulePath(course, module)),
      overdue: document.reviewBy !== null && document.reviewBy < this.clock.today(),
    });
  }

  /** Where the learner stopped; with the quiz passed, the first page still missing. */
  private pageToOpen(seen: number[], current: number, pages: number, passed: boolean): number {
    const missing = Array.from({ length: pages }, (_, index) => index + 1).find((number) => !seen.includes(number));
    return passed && missing ? missing : Math.min(current, pages);
  }

  @Get('/hoc/:course/:module/trang/:page')
  @Public()
  async lesson(
    @Req() request: FastifyRequest,
    @Param('course') course: string,
    @Param('module') module: string,
    @Param('page') number: string,
  ) {
    const opened =
      request.openedLesson ?? (await this.lessons.open(learnerOf(request.actor), course, module, numberIn(number)));
    return lessonView(opened, course, module, this.clock.today());
  }
}
