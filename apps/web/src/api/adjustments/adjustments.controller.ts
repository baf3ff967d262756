import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { AdjustmentDesk } from '#libs/learning';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import {
  AdjustmentRequestBody,
  AdjustmentResponse,
  FoundPersonResponse,
  PersonCompletionsResponse,
  PersonSearchQuery,
  PurposeQuery,
} from './adjustments.dto.js';

@ApiArea('adjustments')
export class AdjustmentsApi {
  constructor(private readonly desk: AdjustmentDesk) {}

  @Get('people')
  @Operation('people.search', 'adjustment.make', { ok: [FoundPersonResponse], problems: [422] })
  async search(
    @CurrentActor() actor: Actor,
    @Query() { name, unit, purpose }: PersonSearchQuery,
  ): Promise<FoundPersonResponse[]> {
    return this.desk.search(actor, { name, unitId: unit, purpose });
  }

  @Get('people/:id/completions')
  @Operation('completions.of-person', 'adjustment.make', { ok: PersonCompletionsResponse, problems: [404, 422] })
  async completions(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Query() { purpose }: PurposeQuery,
  ): Promise<PersonCompletionsResponse> {
    return this.desk.person(actor, id, purpose);
  }

  @Post('completions/:id/adjustments')
  @Operation('adjustments.make', 'adjustment.make', {
    ok: AdjustmentResponse,
    status: 201,
    problems: [404, 409, 422],
  })
  async adjust(
    @CurrentActor() actor: Actor,
    @Param('id', ID) completionId: string,
    @Body() request: AdjustmentRequestBody,
  ): Promise<AdjustmentResponse> {
    return this.desk.adjust(actor, { ...request, completionId });
  }
}
