import { Body, Get, Param, Post } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { DecideDoubt } from '#libs/rosters';
import { CurrentActor } from '../../shell/request.js';
import { doubtView } from '../../units/doubt.view.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import { DoubtConclusionRequest, DoubtResponse } from './doubts.dto.js';

/** People who may be recorded twice; somebody decides, no program does by itself. */
@ApiArea('rosters')
export class DoubtsApi {
  constructor(private readonly doubts: DecideDoubt) {}

  @Get('units/:id/doubts')
  @Operation('doubts.list', 'roster.import', { ok: [DoubtResponse], problems: [404] })
  async list(@CurrentActor() actor: Actor, @Param('id', ID) unitId: string): Promise<DoubtResponse[]> {
    return (await this.doubts.open(actor, unitId)).map(doubtView);
  }

  @Post('doubts/:id/conclusion')
  @Operation('doubts.decide', 'roster.import', { problems: [403, 404, 409, 422] })
  async decide(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { conclusion }: DoubtConclusionRequest,
  ): Promise<void> {
    if (conclusion === 'same') await this.doubts.same(actor, id);
    else await this.doubts.different(actor, id);
  }
}
