import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Actor } from '#libs/identity';
import { MapColumns, ROSTER_COLUMNS, ReadRosters, RosterImports } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ColumnsFormDto } from './dto.js';
import { ID, columnsPath, importPath, trail } from './paths.js';
import { COLUMNS } from './words.js';

/** Saying what the columns of a file are, when its headings do not. */
@Controller()
export class ImportColumnsController {
  constructor(
    private readonly rosters: ReadRosters,
    private readonly imports: RosterImports,
    private readonly mapping: MapColumns,
  ) {}

  @Get('/don-vi/nhap-danh-sach/:id/cot')
  @Requires('roster.import')
  async form(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    return this.formPage(actor, id);
  }

  @Post('/don-vi/nhap-danh-sach/:id/cot')
  @Requires('roster.import')
  @OnInvalid<ImportColumnsController>((self, request) => self.formAgain(request))
  async explain(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: ColumnsFormDto) {
    const chosen = form.cot.map((column) => column || null);
    await this.mapping.explain(actor, id, chosen, form.headless === 'yes');
    return seeOther(importPath(id), { notice: 'columns-explained' });
  }

  private formAgain(request: FastifyRequest) {
    const { cot } = (request.body ?? {}) as { cot?: string | string[] };
    return this.formPage(request.actor!, (request.params as { id: string }).id, cot ? [cot].flat() : undefined);
  }

  private async formPage(actor: Actor, id: string, typed?: string[]) {
    const preview = await this.imports.preview(actor, id);
    const columns = await this.mapping.columns(actor, id);
    const { path } = await this.rosters.desk(actor, preview.unitId);
    return page('units/import-columns', {
      title: 'Cho biết các cột của tệp',
      wide: true,
      breadcrumbs: trail(path, { label: preview.fileName }),
      preview,
      action: columnsPath(id),
      columns: columns.map(({ place, heading, column, samples }) => ({
        number: place + 1,
        heading,
        samples: samples.filter(Boolean),
        choices: ROSTER_COLUMNS.map((value) => ({
          value,
          label: COLUMNS[value],
          selected: value === (typed ? typed[place] : column),
        })),
      })),
    });
  }
}
