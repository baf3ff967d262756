import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import {
  ChangeAddress,
  CourseDrafts,
  CourseProposals,
  CourseReviews,
  CreateCourse,
  StudioCourses,
} from '#libs/catalogue';
import type { Actor } from '#libs/identity';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import {
  DecidedResponse,
  DecisionRequest,
  RevisionQuery,
  SavedResponse,
  SubmissionRequestBody,
} from './authoring.dto.js';
import {
  AddressRequest,
  CourseDraftResponse,
  CreatedResponse,
  NewCourseRequest,
  NewModuleRequest,
  ProposalResponse,
  ProposalUnderReviewResponse,
  SaveCourseDraftRequest,
  StudioCourseResponse,
} from './courses.dto.js';

/** Courses as their authors make them: begun, listed, proposed, approved by a second person. */
@ApiArea('authoring')
export class CoursesAuthoringApi {
  constructor(
    private readonly courses: StudioCourses,
    private readonly creation: CreateCourse,
    private readonly addresses: ChangeAddress,
    private readonly drafts: CourseDrafts,
    private readonly proposals: CourseProposals,
    private readonly reviews: CourseReviews,
  ) {}

  @Get('course-drafts')
  @Operation('course-drafts.list', 'course.write', { ok: [StudioCourseResponse] })
  async list(@CurrentActor() actor: Actor): Promise<StudioCourseResponse[]> {
    return this.courses.list(actor);
  }

  @Post('course-drafts')
  @Operation('course-drafts.create', 'course.write', { ok: CreatedResponse, status: 201, problems: [422] })
  async create(
    @CurrentActor() actor: Actor,
    @Body() { audience = '', slug = '', ...words }: NewCourseRequest,
  ): Promise<CreatedResponse> {
    return { id: await this.creation.course(actor, { ...words, audience, slug }) };
  }

  @Get('course-drafts/:id')
  @Operation('course-drafts.get', 'course.write', { ok: CourseDraftResponse, problems: [404] })
  async draft(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<CourseDraftResponse> {
    return this.drafts.get(actor, id);
  }

  @Put('course-drafts/:id')
  @Operation('course-drafts.save', 'course.write', { ok: SavedResponse, problems: [404, 409, 422] })
  async save(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { content, revision }: SaveCourseDraftRequest,
  ): Promise<SavedResponse> {
    return this.drafts.edit(actor, id, revision, () => ({ ...content }));
  }

  @Delete('course-drafts/:id')
  @Operation('course-drafts.discard', 'course.write', { problems: [404, 409, 422] })
  async discard(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Query() { revision }: RevisionQuery,
  ): Promise<void> {
    await this.drafts.discard(actor, id, revision);
  }

  @Put('course-drafts/:id/address')
  @Operation('course-drafts.address', 'course.write', { problems: [404, 422] })
  async address(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() { slug }: AddressRequest) {
    await this.addresses.ofCourse(actor, id, slug);
  }

  @Post('course-drafts/:id/modules')
  @Operation('modules.create', 'course.write', { ok: CreatedResponse, status: 201, problems: [404, 422] })
  async createModule(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { clientKey, title, slug = '' }: NewModuleRequest,
  ): Promise<CreatedResponse> {
    return { id: await this.creation.module(actor, id, { clientKey, title, slug }) };
  }

  @Put('modules/:id/address')
  @Operation('modules.address', 'course.write', { problems: [404, 422] })
  async moduleAddress(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() { slug }: AddressRequest) {
    await this.addresses.ofModule(actor, id, slug);
  }

  @Post('course-drafts/:id/proposals')
  @Operation('proposals.make', 'course.write', { ok: CreatedResponse, status: 201, problems: [404, 409, 422] })
  async propose(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { revision, note = '' }: SubmissionRequestBody,
  ): Promise<CreatedResponse> {
    return { id: await this.proposals.propose(actor, id, { revision, note }) };
  }

  @Get('proposals')
  @Operation('proposals.waiting', 'course.review', { ok: [ProposalResponse] })
  async waiting(@CurrentActor() actor: Actor): Promise<ProposalResponse[]> {
    return this.proposals.waiting(actor);
  }

  @Get('proposals/:id')
  @Operation('proposals.get', 'course.review', { ok: ProposalUnderReviewResponse, problems: [404] })
  async look(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<ProposalUnderReviewResponse> {
    const { published: _, ...proposal } = await this.reviews.look(actor, id);
    return proposal;
  }

  @Delete('proposals/:id')
  @Operation('proposals.withdraw', 'course.write', { problems: [404, 409] })
  async withdraw(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<void> {
    await this.proposals.withdraw(actor, id);
  }

  @Post('proposals/:id/review')
  @Operation('proposals.review', 'course.review', { ok: DecidedResponse, problems: [404, 409, 422] })
  async decide(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { decision, contentHash, note = '' }: DecisionRequest,
  ): Promise<DecidedResponse> {
    return { versionId: await this.reviews.decide(actor, id, { decision, contentHash, note }) };
  }
}
