import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import type { Tree } from '#libs/organisation';
import { Clock, isDay } from '#libs/platform';
import { ExportUnits } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { CurrentActor } from '../../shell/request.js';
import { tableFile } from '../../units/table-file.js';
import { TreeQuery } from './dto.js';
import { TREE_WORDS } from './paths.js';
import { COLUMN_NAMES, TREE_NAMES, kindName } from './words.js';

const COLUMNS = [
  { header: COLUMN_NAMES.code, width: 18 },
  { header: COLUMN_NAMES.name, width: 50 },
  { header: COLUMN_NAMES.kind, width: 28 },
  { header: COLUMN_NAMES.parentCode, width: 22 },
  { header: COLUMN_NAMES.linkCode, width: 14 },
];
/** What the template shows how to fill in. */
const EXAMPLES: Record<Tree, (string | null)[][]> = {
  territory: [['03390-1', 'Bản Nà Khằm', 'Bản', '03390', null]],
  state: [
    ['root', 'UBND tỉnh Lai Châu', 'Ủy ban nhân dân tỉnh', null, '12'],
    ['ubnd-03390', 'UBND xã Bình Lư', 'UBND xã', 'root', '03390'],
  ],
  party: [
    ['root', 'Đảng bộ tỉnh Lai Châu', 'Đảng bộ tỉnh', null, '12'],
    ['dang-uy-03390', 'Đảng ủy xã Bình Lư', 'Đảng bộ xã', 'root', '03390'],
  ],
};

/** A tree to take away, and the file to fill in: both are what the import reads. */
@Controller()
export class UnitExportController {
  constructor(
    private readonly units: ExportUnits,
    private readonly clock: Clock,
  ) {}

  @Get('/quan-tri/don-vi/xuat')
  @Requires('unit.edit')
  async export(@CurrentActor() actor: Actor, @Query() query: TreeQuery) {
    const day = query.ngay && isDay(query.ngay) ? query.ngay : this.clock.today();
    const word = query.he ?? 'dia-ban';
    const rows = await this.units.rows(actor, TREE_WORDS[word], day);
    return tableFile(query.kieu ?? 'csv', {
      fileName: `don-vi-${word}-${day}`,
      title: TREE_NAMES[TREE_WORDS[word]],
      at: this.clock.now(),
      columns: COLUMNS,
      rows: rows.map(({ code, name, kind, parentCode, linkCode }) => [
        code,
        name,
        kindName(kind),
        parentCode,
        linkCode,
      ]),
    });
  }

  @Get('/quan-tri/don-vi/nhap/mau')
  @Requires('unit.edit')
  template(@Query() query: TreeQuery) {
    const tree = TREE_WORDS[query.he ?? 'dia-ban'];
    return tableFile(query.kieu ?? 'csv', {
      fileName: 'mau-don-vi',
      title: 'Mẫu nhập đơn vị',
      at: this.clock.now(),
      columns: COLUMNS,
      rows: EXAMPLES[tree],
    });
  }
}
