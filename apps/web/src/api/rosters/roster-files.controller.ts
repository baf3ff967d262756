import { Body, Get, Param, Post, Query } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { Actor } from '#libs/identity';
import { Clock, invalid } from '#libs/platform';
import { ExportRoster, RosterImports } from '#libs/rosters';
import { CurrentActor } from '../../shell/request.js';
import { rosterFile } from '../../units/roster-file.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import { RosterExportQuery, RosterFileBody, RosterFileQuery } from './roster-files.dto.js';
import { RosterImportResponse } from './rosters.dto.js';

/** A roster as the file it is, up to what the page takes; the JSON of `roster-imports` ends at 1 MB. */
@ApiArea('rosters')
export class RosterFilesApi {
  constructor(
    private readonly imports: RosterImports,
    private readonly exporter: ExportRoster,
    private readonly clock: Clock,
  ) {}

  @Post('units/:id/roster-files')
  @ApiConsumes('multipart/form-data', 'text/csv')
  @Operation('roster-files.stage', 'roster.import', {
    ok: RosterImportResponse,
    status: 201,
    problems: [404, 409, 413, 422],
  })
  async stage(
    @CurrentActor() actor: Actor,
    @Param('id', ID) unitId: string,
    @Query() { fileName, ...query }: RosterFileQuery,
    @Body() { csv }: RosterFileBody,
  ): Promise<RosterImportResponse> {
    if (!Buffer.isBuffer(csv.data) || csv.data.length === 0) throw invalid('form.invalid', { csv: 'import.empty' });
    const id = await this.imports.stage(actor, {
      ...query,
      unitId,
      file: csv.data,
      fileName: fileName ?? csv.fileName ?? 'danh-sach.csv',
    });
    return this.imports.preview(actor, id);
  }

  @Get('units/:id/roster-export')
  @Operation('roster-files.export', 'roster.import', { file: 'application/octet-stream', problems: [404, 422] })
  async export(
    @CurrentActor() actor: Actor,
    @Param('id', ID) unitId: string,
    @Query() { format, ...query }: RosterExportQuery,
  ) {
    return rosterFile(format, await this.exporter.rows(actor, { ...query, unitId }), this.clock.now());
  }
}
