import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Attempts, SaveAnswer, type PresentedAttempt } from '#libs/assessment';
import type { Actor } from '#libs/identity';
import { ModuleOverview, StartQuiz, SubmitQuiz, type ModuleOverviewView } from '#libs/learning';
import { DomainError } from '#libs/platform';
import { SignedIn } from '../shell/access.js';
import { takeHeldForm } from '../shell/held-form.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther, type PageView, type SeeOther } from '../shell/page.js';
import { CurrentActor, isProgram } from '../shell/request.js';
import { SaveAnswerDto, StartQuizDto, SubmitQuizDto } from './dto/quiz.form.js';
import { withHeldAnswer } from './held-answer.js';
import { breadcrumbs } from './learn.views.js';
import { checkPath, lessonPath, numberIn, questionPath, quizPath, resultPath } from './paths.js';

/** The quiz in plain pages: one question each, a page to check the answers, one submission. */
@Controller()
export class QuizController {
  constructor(
    private readonly overview: ModuleOverview,
    private readonly attempts: Attempts,
    private readonly starts: StartQuiz,
    private readonly saves: SaveAnswer,
    private readonly submissions: SubmitQuiz,
  ) {}

  /** Before a quiz its rule; within one, the first question without an answer. */
  @Get('/hoc/:course/:module/kiem-tra')
  @SignedIn({ cards: true })
  async intro(@CurrentActor() actor: Actor, @Param('course') course: string, @Param('module') module: string) {
    const view = await this.overview.of(actor.personId, course, module);
    const attempt = view.place.openAttemptId && (await this.attempts.current(actor.personId, view.place.moduleId));
    if (attempt) return seeOther(this.placeIn(attempt, course, module));
    return this.introPage(view, course, module);
  }

  private placeIn(attempt: PresentedAttempt, course: string, module: string): string {
    const open = attempt.questions.find(({ answered }) => !answered);
    return open ? questionPath(course, module, open.number) : checkPath(course, module);
  }

  private introPage({ place, document, quiz }: ModuleOverviewView, course: string, module: string): PageView {
    return page('learn/quiz-intro', {
      title: `Bài kiểm tra: ${document.title}`,
      breadcrumbs: breadcrumbs(place, document.title, 'Bài kiểm tra'),
      document,
      quiz,
      completed: place.completed,
      unread: document.lessons.length - place.pagesSeen.length,
      clientKey: randomUUID(),
      action: quizPath(course, module),
      lessonHref: lessonPath(course, module, 1),
      resultHref: quiz.latest && resultPath(course, module, quiz.latest.id),
    });
  }

  @Post('/hoc/:course/:module/kiem-tra')
  @SignedIn({ cards: true, learns: true })
  @OnInvalid<QuizController>(async (self, request) => {
    const { course, module } = request.params as Record<string, string>;
    return self.introPage(await self.overview.of(request.actor!.personId, course!, module!), course!, module!);
  })
  async start(
    @CurrentActor() actor: Actor,
    @Param('course') courseSlug: string,
    @Param('module') moduleSlug: string,
    @Body() { clientKey }: StartQuizDto,
  ) {
    const attempt = await this.starts.start({ personId: actor.personId, courseSlug, moduleSlug, clientKey });
    return seeOther(
      attempt.submittedAt ? resultPath(courseSlug, moduleSlug, attempt.id) : quizPath(courseSlug, moduleSlug),
    );
  }

  @Get('/hoc/:course/:module/kiem-tra/cau/:number')
  @SignedIn({ cards: true })
  async question(
    @CurrentActor() actor: Actor,
    @Param('course') course: string,
    @Param('module') module: string,
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('ve') back?: string,
  ): Promise<PageView | SeeOther> {
    const open = await this.openAttempt(actor, course, module);
    if (!open) return seeOther(quizPath(course, module));
    const { view, attempt } = open;
    const question = attempt.questions[numberIn(number) - 1];
    if (!question) return seeOther(checkPath(course, module));
    const held = withHeldAnswer(attempt, question, takeHeldForm(request, reply));
    return page('learn/question', {
      title: `Câu ${question.number}/${attempt.total}: ${view.document.title}`,
      breadcrumbs: breadcrumbs(view.place, view.document.title, 'Bài kiểm tra'),
      attempt,
      question: held ?? question,
      held: held !== null,
      readAloud: true,
      checking: back === 'xem-lai',
      first: question.number === 1,
      last: question.number === attempt.total,
      action: questionPath(course, module, question.number),
      around: this.around(course, module, question.number),
      sendsAnswers: true,
    });
  }

  private async openAttempt(actor: Actor, course: string, module: string) {
    const view = await this.overview.of(actor.personId, course, module);
    const attempt = view.place.openAttemptId ? await this.attempts.current(actor.personId, view.place.moduleId) : null;
    return attempt && { view, attempt };
  }

  @Post('/hoc/:course/:module/kiem-tra/cau/:number')
  @SignedIn({ cards: true, learns: true })
  async answer(
    @CurrentActor() actor: Actor,
    @Param('course') course: string,
    @Param('module') module: string,
    @Param('number') text: string,
    @Body() { attemptId, questionId, answer, toi, senderId, turn }: SaveAnswerDto,
    @Req() request: FastifyRequest,
  ) {
    const told = (saved: boolean, next: SeeOther) =>
      isProgram(request) ? { saved, questionId, turn, next: next.location } : next;
    try {
      await this.saves.save(
        actor.personId,
        attemptId,
        questionId,
        answer,
        senderId && turn ? { senderId, turn } : null,
      );
    } catch (error) {
      // Sent from another device meanwhile: there is a result to look at.
      if (error instanceof DomainError && error.code === 'attempt.already-submitted') {
        return told(false, seeOther(resultPath(course, module, attemptId), { notice: 'attempt-submitted' }));
      }
      throw error;
    }
    return told(true, seeOther(this.around(course, module, numberIn(text))[toi ?? 'sau']));
  }

  /** Where the buttons under a question lead. */
  private around(course: string, module: string, number: number) {
    return {
      truoc: questionPath(course, module, Math.max(1, number - 1)),
      sau: questionPath(course, module, number + 1),
      'xem-lai': checkPath(course, module),
    };
  }

  @Get('/hoc/:course/:module/kiem-tra/xem-lai')
  @SignedIn({ cards: true })
  async check(@CurrentActor() actor: Actor, @Param('course') course: string, @Param('module') module: string) {
    const open = await this.openAttempt(actor, course, module);
    return open ? this.checkPage(open, course, module) : seeOther(quizPath(course, module));
  }

  private checkPage(
    { view, attempt }: { view: ModuleOverviewView; attempt: PresentedAttempt },
    course: string,
    module: string,
  ): PageView {
    return page('learn/check', {
      title: 'Xem lại câu trả lời',
      breadcrumbs: breadcrumbs(view.place, view.document.title, 'Bài kiểm tra'),
      attempt,
      sendsAnswers: true,
      missing: attempt.total - attempt.answered,
      questions: attempt.questions.map((question) => ({
        ...question,
        chosen: question.options.filter(({ chosen }) => chosen).map(({ text }) => text),
        href: `${questionPath(course, module, question.number)}?ve=xem-lai`,
      })),
      firstMissing: attempt.questions.find(({ answered }) => !answered)?.number,
      action: `${quizPath(course, module)}/nop`,
    });
  }

  /** Sent once or ten times, from one device or two: one result, and always the same page. */
  @Post('/hoc/:course/:module/kiem-tra/nop')
  @SignedIn({ cards: true, learns: true })
  @OnInvalid<QuizController>(async (self, request) => {
    const { course, module } = request.params as Record<string, string>;
    const open = await self.openAttempt(request.actor!, course!, module!);
    if (open) return self.checkPage(open, course!, module!);
    return self.introPage(await self.overview.of(request.actor!.personId, course!, module!), course!, module!);
  })
  async submit(
    @CurrentActor() actor: Actor,
    @Param('course') course: string,
    @Param('module') module: string,
    @Body() { attemptId }: SubmitQuizDto,
  ) {
    await this.submissions.submit(actor.personId, attemptId);
    return seeOther(resultPath(course, module, attemptId));
  }
}
