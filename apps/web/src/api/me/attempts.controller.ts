import { Body, Get, Param, Post, Put } from '@nestjs/common';
import { AttemptReview, Attempts, SaveAnswer } from '#libs/assessment';
import type { Actor } from '#libs/identity';
import { StartQuiz, SubmitQuiz } from '#libs/learning';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import {
  AnswerRequest,
  AttemptResponse,
  ReviewedAttemptResponse,
  StartAttemptRequest,
  SubmissionRequest,
  SubmittedResponse,
} from './attempts.dto.js';

/** The owner's quizzes: begun, answered, handed in, looked at again. */
@ApiArea('attempts')
export class AttemptsApi {
  constructor(
    private readonly starts: StartQuiz,
    private readonly attempts: Attempts,
    private readonly saves: SaveAnswer,
    private readonly submissions: SubmitQuiz,
    private readonly reviews: AttemptReview,
  ) {}

  @Post('me/attempts')
  @Operation('attempts.start', 'learn.take', { ok: AttemptResponse, status: 201, problems: [404, 409, 422] })
  async start(@CurrentActor() actor: Actor, @Body() input: StartAttemptRequest): Promise<AttemptResponse> {
    const { id } = await this.starts.start({ personId: actor.personId, ...input });
    return this.attempts.presented(actor.personId, id);
  }

  @Get('me/attempts/:id')
  @Operation('attempts.get', 'learn.take', { ok: AttemptResponse, problems: [404] })
  async attempt(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<AttemptResponse> {
    return this.attempts.presented(actor.personId, id);
  }

  @Put('me/attempts/:id/answers/:questionId')
  @Operation('attempts.answer', 'learn.take', { problems: [404, 409, 422] })
  async answer(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Param('questionId', ID) questionId: string,
    @Body() { answer }: AnswerRequest,
  ): Promise<void> {
    await this.saves.save(actor.personId, id, questionId, answer);
  }

  @Post('me/attempts/:id/submission')
  @Operation('attempts.submit', 'learn.take', { ok: SubmittedResponse, problems: [404, 409, 422] })
  async submit(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { answers }: SubmissionRequest,
  ): Promise<SubmittedResponse> {
    const result = await this.submissions.submit(actor.personId, id, answers);
    const { attemptId, passed, correct, total, needed, submittedAt, alreadySubmitted, completion } = result;
    return {
      attemptId,
      passed,
      correct,
      total,
      needed,
      submittedAt,
      alreadySubmitted,
      completionId: completion?.id ?? null,
    };
  }

  @Get('me/attempts/:id/review')
  @Operation('attempts.review', 'learn.take', { ok: ReviewedAttemptResponse, problems: [404, 409] })
  async review(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<ReviewedAttemptResponse> {
    return this.reviews.of(actor.personId, id);
  }
}
