import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Actor } from '#libs/identity';
import { Clock, invalid, newId } from '#libs/platform';
import { ReadRosters, RosterImports, fitsTree } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { download, page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { csvOf } from './csv.js';
import { ImportFormDto } from './dto.js';
import { importFormPath, importPath, trail } from './paths.js';
import { COLUMNS } from './words.js';

const TEMPLATE = ['fullName', 'birth', 'phone', 'personalNumber', 'unitCode', 'position', 'isHead'] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Choosing a file and what it is of. */
@Controller()
export class ImportFormController {
  constructor(
    private readonly rosters: ReadRosters,
    private readonly imports: RosterImports,
    private readonly clock: Clock,
  ) {}

  @Get('/don-vi/nhap-danh-sach')
  @Requires('roster.import')
  async form(@CurrentActor() actor: Actor, @Query('don-vi') unitId?: string) {
    return this.formPage(actor, unitId);
  }

  /** An empty roster with the headings that are understood. */
  @Get('/don-vi/nhap-danh-sach/mau')
  @Requires('roster.import')
  template() {
    const bytes = csvOf([TEMPLATE.map((column) => COLUMNS[column])]);
    return download(bytes, { fileName: 'mau-danh-sach.csv', type: 'text/csv; charset=utf-8', bytes: bytes.length });
  }

  @Post('/don-vi/nhap-danh-sach')
  @Requires('roster.import')
  @OnInvalid<ImportFormController>((self, request) => self.formAgain(request))
  async stage(@CurrentActor() actor: Actor, @Body() form: ImportFormDto) {
    const { csv, ...request } = form;
    if (!Buffer.isBuffer(csv.data) || csv.data.length === 0)
      throw invalid('import.file-missing', { csv: 'import.file-missing' });
    const id = await this.imports.stage(actor, {
      ...request,
      file: csv.data,
      fileName: csv.fileName || 'danh-sach.csv',
    });
    return seeOther(importPath(id));
  }

  private formAgain(request: FastifyRequest) {
    return this.formPage(request.actor!, (request.body as Partial<ImportFormDto> | undefined)?.unitId);
  }

  private async formPage(actor: Actor, unitId?: string) {
    const own = await this.rosters.ownUnits(actor);
    const chosen = unitId && UUID.test(unitId) ? unitId : own.length === 1 ? own[0].id : null;
    if (!chosen)
      return page('units/import-choose', {
        title: 'Nhập danh sách',
        breadcrumbs: trail([], { label: 'Nhập danh sách' }),
        units: own.map(({ id, name }) => ({ name, href: importFormPath(id) })),
      });
    const { unit, path, capacities } = await this.rosters.desk(actor, chosen);
    return page('units/import-form', {
      title: 'Nhập danh sách',
      breadcrumbs: trail(path, { label: 'Nhập danh sách' }),
      unit,
      capacities: capacities
        .filter(({ code }) => fitsTree(code, unit.tree))
        .map(({ code, name }) => ({ value: code, label: name })),
      clientKey: newId(),
      today: this.clock.today(),
      columns: TEMPLATE.map((column) => COLUMNS[column]),
    });
  }
}
