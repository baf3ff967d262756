import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { AttemptReview } from '#libs/assessment';
import type { Actor } from '#libs/identity';
import { ModuleOverview, Resume } from '#libs/learning';
import { notFound } from '#libs/platform';
import { questionReportPath } from '../feedback/paths.js';
import { SignedIn } from '../shell/access.js';
import { page } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { breadcrumbs, courseView, stepView } from './learn.views.js';
import { lessonPath, quizPath } from './paths.js';

@Controller()
export class ResultController {
  constructor(
    private readonly reviews: AttemptReview,
    private readonly overview: ModuleOverview,
    private readonly resume: Resume,
  ) {}

  @Get('/hoc/:course/:module/ket-qua/:attempt')
  @SignedIn({ cards: true })
  async result(
    @CurrentActor() actor: Actor,
    @Param('course') course: string,
    @Param('module') module: string,
    @Param('attempt', new ParseUUIDPipe({ errorHttpStatusCode: 404 })) attemptId: string,
  ) {
    const { place, document, quiz } = await this.overview.of(actor.personId, course, module);
    const review = await this.reviews.of(actor.personId, attemptId);
    if (review.moduleId !== place.moduleId) throw notFound('attempt.unknown');
    const after = place.completed ? await this.resume.after(actor.personId, course, place.moduleId) : null;
    const unread = document.lessons.filter(({ position }) => !place.pagesSeen.includes(position));
    return page('learn/result', {
      title: review.passed ? 'Bạn đã đạt' : 'Chưa đạt lần này',
      breadcrumbs: breadcrumbs(place, document.title, 'Kết quả'),
      document,
      review: {
        ...review,
        questions: review.questions.map((question) => ({
          ...question,
          reportHref: questionReportPath(course, module, review.moduleVersionId, question.id),
        })),
      },
      quiz,
      completed: place.completed,
      courseDone: after !== null && after.next === null,
      course: after && courseView(after.course),
      next: stepView(after?.next ?? null),
      unread: unread.length,
      unreadHref: unread[0] && lessonPath(course, module, unread[0].position),
      rereadHref: lessonPath(course, module, 1),
      quizHref: quizPath(course, module),
      newerVersion: review.moduleVersionId !== place.versionId && !place.completed,
    });
  }
}
