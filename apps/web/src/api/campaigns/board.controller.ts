import { Get, Param } from '@nestjs/common';
import { PublicBoards } from '#libs/campaigns';
import { ApiArea } from '../openapi/area.js';
import { Operation } from '../openapi/operation.js';
import { BoardResponse } from './board.dto.js';

/** What everybody may know of a campaign: rounded, of the province and its communes. */
@ApiArea('campaigns')
export class BoardApi {
  constructor(private readonly boards: PublicBoards) {}

  @Get('campaigns/:slug/board')
  @Operation('board.get', 'public', { ok: BoardResponse, problems: [404] })
  async board(@Param('slug') slug: string): Promise<BoardResponse> {
    return this.boards.of(slug);
  }
}
