import { Get, Param } from '@nestjs/common';
import { Courses, type Narration } from '#libs/catalogue';
import type { Actor } from '#libs/identity';
import { ModuleOverview, OpenLesson } from '#libs/learning';
import { notFound } from '#libs/platform';
import { soundPath } from '../../listen/narration.view.js';
import { MaybeActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { Operation } from '../openapi/operation.js';
import { CourseResponse, LessonResponse, ModuleResponse, type NarrationResponse } from './courses.dto.js';

/** What is taught. Open to everybody; a token adds where its owner stands. */
@ApiArea('learn')
export class CoursesApi {
  constructor(
    private readonly courses: Courses,
    private readonly overview: ModuleOverview,
    private readonly lessons: OpenLesson,
  ) {}

  @Get('courses')
  @Operation('courses.list', 'public', { ok: [CourseResponse] })
  async list(): Promise<CourseResponse[]> {
    return this.courses.list();
  }

  @Get('courses/:course')
  @Operation('courses.get', 'public', { ok: CourseResponse, problems: [404] })
  async course(@Param('course') slug: string): Promise<CourseResponse> {
    return this.courses.bySlug(slug);
  }

  @Get('courses/:course/modules/:module')
  @Operation('modules.get', 'public', { ok: ModuleResponse, problems: [404] })
  async module(
    @MaybeActor() actor: Actor | null,
    @Param('course') course: string,
    @Param('module') module: string,
  ): Promise<ModuleResponse> {
    const { place, document, quiz } = await this.overview.of(actor?.personId ?? null, course, module);
    return {
      ...document,
      courseSlug: place.courseSlug,
      slug: place.moduleSlug,
      lessons: document.lessons.map(({ position, title, minutes }) => ({ position, title, minutes })),
      quiz: quiz.rule,
      standing: {
        pagesSeen: place.pagesSeen,
        openAttemptId: place.openAttemptId,
        attemptsUsed: quiz.used,
        mayStart: quiz.permission.allowed,
        passed: place.passed,
        completed: place.completed,
      },
    };
  }

  @Get('courses/:course/modules/:module/lessons/:page')
  @Operation('lessons.get', 'public', { ok: LessonResponse, problems: [404] })
  async lesson(
    @MaybeActor() actor: Actor | null,
    @Param('course') course: string,
    @Param('module') module: string,
    @Param('page') page: string,
  ): Promise<LessonResponse> {
    const opened = await this.lessons.open(
      actor && !actor.restricted ? actor.personId : null,
      course,
      module,
      pageNumber(page),
    );
    const { document, lesson, pagesSeen, completion } = opened;
    return {
      ...lesson,
      gist: lesson.gist ?? [],
      narration: lesson.narration && narrationOf(lesson.narration),
      moduleId: document.moduleId,
      versionId: document.versionId,
      pages: document.lessons.length,
      pagesSeen,
      justCompleted: completion !== null,
    };
  }
}

function narrationOf({ sha256, format, seconds, bytes, transcript }: Narration): NarrationResponse {
  return { href: soundPath(sha256, format), seconds, bytes, transcript: transcript ?? null };
}

function pageNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw notFound('lesson.unknown');
  return Number(text);
}
