import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { Drafts, Reviews, StudioModules, Submissions } from '#libs/catalogue';
import type { Actor } from '#libs/identity';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import {
  DecidedResponse,
  DecisionRequest,
  DraftResponse,
  RevisionQuery,
  SaveDraftRequest,
  SavedResponse,
  StudioModuleResponse,
  SubmissionMadeResponse,
  SubmissionRequestBody,
  SubmissionResponse,
  SubmissionUnderReviewResponse,
} from './authoring.dto.js';

@ApiArea('authoring')
export class AuthoringApi {
  constructor(
    private readonly modules: StudioModules,
    private readonly drafts: Drafts,
    private readonly submissions: Submissions,
    private readonly reviews: Reviews,
  ) {}

  @Get('modules')
  @Operation('studio.modules', 'course.write', { ok: [StudioModuleResponse] })
  async list(@CurrentActor() actor: Actor): Promise<StudioModuleResponse[]> {
    return this.modules.list(actor);
  }

  @Get('modules/:id/draft')
  @Operation('drafts.get', 'course.write', { ok: DraftResponse, problems: [404] })
  async draft(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<DraftResponse> {
    const { published, ...draft } = await this.drafts.get(actor, id);
    const { versionId, number, contentHash } = published ?? {};
    return { ...draft, published: published && { versionId: versionId!, number: number!, contentHash: contentHash! } };
  }

  @Put('modules/:id/draft')
  @Operation('drafts.save', 'course.write', { ok: SavedResponse, problems: [404, 409, 422] })
  async save(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { content, revision }: SaveDraftRequest,
  ): Promise<SavedResponse> {
    return this.drafts.save(actor, id, { ...content, reviewBy: content.reviewBy ?? null }, revision);
  }

  @Delete('modules/:id/draft')
  @Operation('drafts.discard', 'course.write', { problems: [404, 409, 422] })
  async discard(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Query() { revision }: RevisionQuery,
  ): Promise<void> {
    await this.drafts.discard(actor, id, revision);
  }

  @Post('modules/:id/submissions')
  @Operation('submissions.make', 'course.write', {
    ok: SubmissionMadeResponse,
    status: 201,
    problems: [404, 409, 422],
  })
  async submit(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { revision, note = '' }: SubmissionRequestBody,
  ): Promise<SubmissionMadeResponse> {
    return { id: await this.submissions.submit(actor, id, { revision, note }) };
  }

  @Get('submissions')
  @Operation('submissions.waiting', 'course.review', { ok: [SubmissionResponse] })
  async waiting(@CurrentActor() actor: Actor): Promise<SubmissionResponse[]> {
    return this.submissions.waiting(actor);
  }

  @Get('submissions/:id')
  @Operation('submissions.get', 'course.review', { ok: SubmissionUnderReviewResponse, problems: [404] })
  async look(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<SubmissionUnderReviewResponse> {
    const { published: _, ...submission } = await this.reviews.look(actor, id);
    return submission;
  }

  @Delete('submissions/:id')
  @Operation('submissions.withdraw', 'course.write', { problems: [404, 409] })
  async withdraw(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<void> {
    await this.submissions.withdraw(actor, id);
  }

  @Post('submissions/:id/review')
  @Operation('submissions.review', 'course.review', { ok: DecidedResponse, problems: [404, 409, 422] })
  async decide(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { decision, contentHash, note = '' }: DecisionRequest,
  ): Promise<DecidedResponse> {
    return { versionId: await this.reviews.decide(actor, id, { decision, contentHash, note }) };
  }
}
