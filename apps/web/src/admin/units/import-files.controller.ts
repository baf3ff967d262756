import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { Clock } from '#libs/platform';
import { UnitImports, type PlannedUnit, type UnitColumn } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { messageOf } from '../../shell/messages/index.js';
import { CurrentActor } from '../../shell/request.js';
import { FileFormatQueryDto } from '../../units/dto.js';
import { ID } from '../../units/paths.js';
import { tableFile } from '../../units/table-file.js';
import { COLUMN_NAMES } from './words.js';

const REPORT = [
  { header: 'Dòng', width: 8 },
  { header: 'Kết quả', width: 14 },
  { header: 'Mã đơn vị', width: 18 },
  { header: 'Tên đơn vị', width: 40 },
  { header: 'Cột', width: 20 },
  { header: 'Giá trị', width: 30 },
  { header: 'Lý do', width: 60 },
];
const OUTCOMES: Record<PlannedUnit['outcome'], string> = {
  add: 'Thêm',
  change: 'Đổi',
  same: 'Giữ nguyên',
  error: 'Chưa nhận',
};

/** The dry run of a file of units to take away. */
@Controller()
export class UnitImportFilesController {
  constructor(
    private readonly imports: UnitImports,
    private readonly clock: Clock,
  ) {}

  /** Everything the page says about the rows: row, column, value, reason. */
  @Get('/quan-tri/don-vi/nhap/:id/ban-xem-truoc')
  @Requires('unit.edit')
  async report(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Query() { dang }: FileFormatQueryDto) {
    const { rows, fileName } = await this.imports.preview(actor, id);
    return tableFile(dang, {
      fileName: 'ban-xem-truoc-don-vi',
      title: fileName,
      at: this.clock.now(),
      columns: REPORT,
      rows: rows.flatMap(reportLines),
    });
  }

  /** The bad rows as they were typed, with their reasons: mend them there and import the file again. */
  @Get('/quan-tri/don-vi/nhap/:id/dong-loi')
  @Requires('unit.edit')
  async badRows(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    const { rows } = await this.imports.preview(actor, id);
    const headers = [...Object.values(COLUMN_NAMES), 'Dòng trong tệp đã nhập', 'Lý do chưa nhận'];
    return tableFile('xlsx', {
      fileName: 'dong-loi-don-vi',
      title: 'Dòng chưa nhận',
      at: this.clock.now(),
      columns: headers.map((header) => ({ header, width: 24 })),
      rows: rows
        .filter(({ outcome }) => outcome === 'error')
        .map((plan) => [
          plan.row.code,
          plan.row.name,
          plan.row.kind,
          plan.row.parentCode,
          plan.row.linkCode,
          plan.row.row,
          plan.faults.map(({ code, data }) => messageOf(code, data)).join(' '),
        ]),
    });
  }
}

/** One line per thing there is to say about a row. */
function reportLines(plan: PlannedUnit): (string | number)[][] {
  const said = plan.outcome === 'error' ? faultsOf(plan) : changesOf(plan);
  const head = [plan.row.row, OUTCOMES[plan.outcome], plan.row.code, plan.row.name];
  return (said.length > 0 ? said : [['', '', '']]).map((words) => [...head, ...words]);
}

const faultsOf = ({ faults, row }: PlannedUnit): string[][] =>
  faults.map(({ code, column, data }) => [COLUMN_NAMES[column], row[column], messageOf(code, data)]);

function changesOf({ outcome, renamed, moved, linked, row, parentCode, linkCode }: PlannedUnit): string[][] {
  const line = (column: UnitColumn, value: string | null, words: string) => [COLUMN_NAMES[column], value ?? '', words];
  return [
    ...(renamed ? [line('name', row.name, 'Đổi tên.')] : []),
    ...(moved ? [line('parentCode', parentCode, 'Chuyển cấp trên.')] : []),
    ...(linked && outcome === 'change' ? [line('linkCode', linkCode, 'Đổi địa bàn.')] : []),
  ];
}
