import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Actor } from '#libs/identity';
import { Clock, invalid, newId } from '#libs/platform';
import { ReadRosters, RosterImports, fitsTree } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { tableFile } from './table-file.js';
import { FileFormatQueryDto, ImportFormDto } from './dto.js';
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
  template(@Query() { dang }: FileFormatQueryDto) {
    const columns = TEMPLATE.map((column) => ({ header: COLUMNS[column], width: 22 }));
    return tableFile(dang, {
      fileName: 'mau-danh-sach',
      title: 'Mẫu danh sách',
      at: this.clock.now(),
      columns,
      rows: [],
    });
  }

  @Post('/don-vi/nhap-danh-sach')
  @Requires('roster.import')
  @OnInvalid<ImportFormController>((self, request) => self.formAgain(request))
  async stage(@CurrentActor() actor: Actor, @Body() form: ImportFormDto) {
    const { file, mode, ...request } = form;
    // A browser sends a field without a file as an empty one without a name.
    if (!Buffer.isBuffer(file.data) || (file.data.length === 0 && !file.fileName))
      throw invalid('import.file-missing', { file: 'import.file-missing' });
    const id = await this.imports.stage(actor, {
      ...request,
      mode: mode === 'update' ? 'update' : 'whole',
      withBelow: mode !== 'whole-alone',
      file: file.data,
      fileName: file.fileName || 'danh-sach',
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
      modes: modesOf(unit.name),
      clientKey: newId(),
      today: this.clock.today(),
      columns: TEMPLATE.map((column) => COLUMNS[column]),
    });
  }
}

const modesOf = (unitName: string) => [
  { value: 'update', label: 'Thêm và cập nhật: người không có trong tệp vẫn giữ nguyên' },
  { value: 'whole', label: `Tệp là toàn bộ danh sách của ${unitName} và các đơn vị bên dưới` },
  { value: 'whole-alone', label: `Tệp là toàn bộ danh sách của riêng ${unitName}` },
];
