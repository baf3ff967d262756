import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { MapColumns, RosterImports } from '#libs/rosters';
import { messageOf } from '../../shell/messages/index.js';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import {
  RosterApplicationRequest,
  RosterColumnResponse,
  RosterColumnsRequest,
  RosterImportRequest,
  RosterImportResponse,
  RosterRowResponse,
  RosterRowsQuery,
} from './rosters.dto.js';

@ApiArea('rosters')
export class RostersApi {
  constructor(
    private readonly imports: RosterImports,
    private readonly mapping: MapColumns,
  ) {}

  @Post('units/:id/roster-imports')
  @Operation('roster-imports.stage', 'roster.import', {
    ok: RosterImportResponse,
    status: 201,
    problems: [404, 409, 413, 422],
  })
  async stage(
    @CurrentActor() actor: Actor,
    @Param('id', ID) unitId: string,
    @Body() { csv, ...request }: RosterImportRequest,
  ): Promise<RosterImportResponse> {
    const id = await this.imports.stage(actor, { ...request, unitId, file: Buffer.from(csv, 'utf8') });
    return this.imports.preview(actor, id);
  }

  @Get('roster-imports/:id')
  @Operation('roster-imports.get', 'roster.import', { ok: RosterImportResponse, problems: [404] })
  async get(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<RosterImportResponse> {
    return this.imports.preview(actor, id);
  }

  @Get('roster-imports/:id/rows')
  @Operation('roster-imports.rows', 'roster.import', { ok: [RosterRowResponse], problems: [404, 422] })
  async rows(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Query() { outcome, ...page }: RosterRowsQuery,
  ): Promise<RosterRowResponse[]> {
    const rows = await this.imports.rows(actor, id, outcome, page);
    return rows.map((row) => ({
      ...row,
      reasons: row.reasons.map((reason) => ({ ...reason, detail: messageOf(reason.code, reason.data) })),
    }));
  }

  @Post('roster-imports/:id/application')
  @Operation('roster-imports.apply', 'roster.import', {
    ok: RosterImportResponse,
    status: 202,
    problems: [404, 409, 422],
  })
  async apply(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { leaves = 0, many = false }: RosterApplicationRequest,
  ): Promise<RosterImportResponse> {
    await this.imports.apply(actor, id, { leaves, many });
    return this.imports.preview(actor, id);
  }

  @Delete('roster-imports/:id/application')
  @Operation('roster-imports.undo', 'roster.import', { ok: RosterImportResponse, status: 202, problems: [404, 409] })
  async undo(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<RosterImportResponse> {
    await this.imports.undo(actor, id);
    return this.imports.preview(actor, id);
  }

  @Get('roster-imports/:id/columns')
  @Operation('roster-imports.columns', 'roster.import', { ok: [RosterColumnResponse], problems: [404, 409] })
  async columns(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<RosterColumnResponse[]> {
    return this.mapping.columns(actor, id);
  }

  @Put('roster-imports/:id/columns')
  @Operation('roster-imports.explain', 'roster.import', { ok: RosterImportResponse, problems: [404, 409, 422] })
  async explain(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { columns, headless = false }: RosterColumnsRequest,
  ): Promise<RosterImportResponse> {
    const chosen = columns.map((column) => column || null);
    await this.mapping.explain(actor, id, chosen, headless);
    return this.imports.preview(actor, id);
  }

  @Delete('roster-imports/:id')
  @Operation('roster-imports.discard', 'roster.import', { problems: [404, 409] })
  async discard(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<void> {
    await this.imports.discard(actor, id);
  }
}
