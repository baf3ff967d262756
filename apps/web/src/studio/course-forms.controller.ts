import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ChangeAddress, CourseDrafts, CreateCourse, type CourseDraftView } from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { newId } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid, type FormFailure } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { CourseFactsForm, NewCourseForm, NewModuleForm } from './dto/course.forms.js';
import { courseDeskPath, courseFactsPath, deskPath, ID, newCoursePath, newModulePath, trail } from './paths.js';

/** Beginning a course and a module, and what a course says about itself. */
@Controller()
export class CourseFormsController {
  constructor(
    private readonly creation: CreateCourse,
    private readonly addresses: ChangeAddress,
    private readonly drafts: CourseDrafts,
  ) {}

  @Get('/bien-soan/chuyen-de-moi')
  @Requires('course.write')
  newCourse(): PageView {
    return this.newCoursePage(newId());
  }

  private newCoursePage(clientKey: string): PageView {
    return page('studio/new-course', {
      title: 'Chuyên đề mới',
      breadcrumbs: trail({ label: 'Chuyên đề mới' }),
      action: newCoursePath,
      clientKey,
    });
  }

  @Post('/bien-soan/chuyen-de-moi')
  @Requires('course.write')
  @OnInvalid<CourseFormsController>((self, _request, { values }) => self.newCoursePage(values.clientKey || newId()))
  async createCourse(@CurrentActor() actor: Actor, @Body() form: NewCourseForm) {
    const courseId = await this.creation.course(actor, form);
    return seeOther(courseDeskPath(courseId), { notice: 'course-created' });
  }

  @Get('/bien-soan/chuyen-de/:courseId/bai-moi')
  @Requires('course.write')
  async newModule(@CurrentActor() actor: Actor, @Param('courseId', ID) courseId: string) {
    return this.newModulePage(await this.drafts.get(actor, courseId), newId());
  }

  private newModulePage({ courseId, content, code, slug }: CourseDraftView, clientKey: string): PageView {
    return page('studio/new-module', {
      title: 'Bài mới',
      breadcrumbs: trail({ href: courseDeskPath(courseId), label: content.title || code }, { label: 'Bài mới' }),
      action: newModulePath(courseId),
      courseSlug: slug,
      clientKey,
    });
  }

  @Post('/bien-soan/chuyen-de/:courseId/bai-moi')
  @Requires('course.write')
  @OnInvalid<CourseFormsController>((self, request, failure) => self.newModuleAgain(request, failure))
  async createModule(
    @CurrentActor() actor: Actor,
    @Param('courseId', ID) courseId: string,
    @Body() form: NewModuleForm,
  ) {
    const moduleId = await this.creation.module(actor, courseId, form);
    return seeOther(deskPath(moduleId), { notice: 'module-created' });
  }

  private async newModuleAgain(request: FastifyRequest, { values }: FormFailure): Promise<PageView> {
    const draft = await this.drafts.get(request.actor!, (request.params as { courseId: string }).courseId);
    return this.newModulePage(draft, values.clientKey || newId());
  }

  @Get('/bien-soan/chuyen-de/:courseId/thong-tin')
  @Requires('course.write')
  async facts(@CurrentActor() actor: Actor, @Param('courseId', ID) courseId: string) {
    const draft = await this.drafts.get(actor, courseId);
    const { title, summary, audience } = draft.content;
    return this.factsPage(draft, { title, summary, audience, slug: draft.slug });
  }

  private factsPage(draft: CourseDraftView, values: Record<string, string>, saved?: unknown): PageView {
    const { courseId, content, code, revision, published, slug } = draft;
    return page('studio/course-facts', {
      title: 'Thông tin chuyên đề',
      breadcrumbs: trail({ href: courseDeskPath(courseId), label: content.title || code }, { label: 'Thông tin' }),
      action: courseFactsPath(courseId),
      revision,
      slug,
      slugFixed: published !== null,
      values,
      saved,
    });
  }

  /** The address first: if it is refused, nothing is saved and all is shown again. */
  @Post('/bien-soan/chuyen-de/:courseId/thong-tin')
  @Requires('course.write')
  @OnInvalid<CourseFormsController>((self, request, failure) => self.factsAgain(request, failure))
  async saveFacts(
    @CurrentActor() actor: Actor,
    @Param('courseId', ID) courseId: string,
    @Body() form: CourseFactsForm,
  ) {
    const { title, summary, audience, slug, revision } = form;
    if (slug) await this.addresses.ofCourse(actor, courseId, slug);
    await this.drafts.edit(actor, courseId, revision, (content) => ({ ...content, title, summary, audience }));
    return seeOther(courseDeskPath(courseId), { notice: 'draft-saved' });
  }

  private async factsAgain(request: FastifyRequest, { values, status }: FormFailure): Promise<PageView> {
    const draft = await this.drafts.get(request.actor!, (request.params as { courseId: string }).courseId);
    return this.factsPage(draft, values, status === 409 ? draft.content : undefined);
  }
}
