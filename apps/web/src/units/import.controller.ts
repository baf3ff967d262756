import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Actor } from '#libs/identity';
import { ReadRosters, RosterImports, type ImportRowView, type RowOutcome } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { download, page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { csvOf } from './csv.js';
import { ImportRowsQueryDto } from './dto.js';
import { changeRows, errorRows, outcomeTabs } from './import.views.js';
import { ID, importFormPath, importPath, trail, unitPath } from './paths.js';
import { COLUMNS, sentenceOf } from './words.js';

const PAGE = 50;
const OUTCOMES: Record<NonNullable<ImportRowsQueryDto['xem']>, RowOutcome> = {
  loi: 'error',
  them: 'add',
  doi: 'change',
  giu: 'skip',
};
/** More bad rows than this are a wrong file, not rows to mend. */
const MAX_BAD_ROWS = 50_000;

/** A file in waiting: what it would change, and putting it into force or throwing it away. */
@Controller()
export class ImportController {
  constructor(
    private readonly rosters: ReadRosters,
    private readonly imports: RosterImports,
  ) {}

  @Get('/don-vi/nhap-danh-sach/:id')
  @Requires('roster.import')
  async show(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Query() query: ImportRowsQueryDto) {
    return this.showPage(actor, id, query);
  }

  private async showPage(actor: Actor, id: string, query: ImportRowsQueryDto) {
    const preview = await this.imports.preview(actor, id);
    const { counts } = preview.summary;
    const view = query.xem ?? (counts.error > 0 ? 'loi' : counts.change > 0 ? 'doi' : counts.add > 0 ? 'them' : 'giu');
    const outcome = OUTCOMES[view];
    const number = query.trang ?? 1;
    const rows = await this.imports.rows(actor, id, outcome, { offset: (number - 1) * PAGE, limit: PAGE });
    const { path } = await this.rosters.desk(actor, preview.unitId);
    const href = (trang: number) => `${importPath(id)}?xem=${view}&trang=${trang}`;
    return page('units/import', {
      title: preview.status === 'applied' ? 'Đã áp dụng danh sách' : 'Xem trước danh sách',
      wide: true,
      breadcrumbs: trail(path, { label: preview.fileName }),
      preview,
      staged: preview.status === 'staged',
      applied: preview.status === 'applied',
      discarded: preview.status === 'discarded',
      toApply: counts.add + counts.change,
      total: counts.add + counts.change + counts.skip + counts.error,
      tabs: outcomeTabs(id, counts, view, preview.status === 'applied'),
      ...(outcome === 'error' ? { badRows: errorRows(rows) } : { rows: changeRows(rows) }),
      pager: {
        previousHref: number > 1 ? href(number - 1) : undefined,
        nextHref: number * PAGE < counts[outcome] ? href(number + 1) : undefined,
        label: `Trang ${number}/${Math.max(1, Math.ceil(counts[outcome] / PAGE))}`,
      },
      hrefs: {
        apply: `${importPath(id)}/ap-dung`,
        discard: `${importPath(id)}/bo`,
        badRows: `${importPath(id)}/dong-loi`,
        again: importFormPath(preview.unitId),
        unit: unitPath(preview.unitId),
      },
    });
  }

  /** The bad rows as they were typed, with their reasons: mend them there and import the file again. */
  @Get('/don-vi/nhap-danh-sach/:id/dong-loi')
  @Requires('roster.import')
  async badRows(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    const rows = await this.imports.rows(actor, id, 'error', { offset: 0, limit: MAX_BAD_ROWS });
    const bytes = csvOf(badRowLines(rows));
    return download(bytes, { fileName: 'dong-loi.csv', type: 'text/csv; charset=utf-8', bytes: bytes.length });
  }

  @Post('/don-vi/nhap-danh-sach/:id/ap-dung')
  @Requires('roster.import')
  @OnInvalid<ImportController>((self, request) => self.showAgain(request))
  async apply(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    await this.imports.apply(actor, id);
    return seeOther(importPath(id), { notice: 'import-applied' });
  }

  @Post('/don-vi/nhap-danh-sach/:id/bo')
  @Requires('roster.import')
  @OnInvalid<ImportController>((self, request) => self.showAgain(request))
  async discard(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    await this.imports.discard(actor, id);
    return seeOther('/don-vi', { notice: 'import-discarded' });
  }

  private showAgain(request: FastifyRequest) {
    return this.showPage(request.actor!, (request.params as { id: string }).id, {});
  }
}

function badRowLines(rows: ImportRowView[]): string[][] {
  const columns = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).filter((column) =>
    rows.some(({ cells }) => cells[column]),
  );
  return [
    [...columns.map((column) => COLUMNS[column]), 'Dòng trong tệp đã nhập', 'Lý do chưa nhận'],
    ...rows.map((row) => [
      ...columns.map((column) => row.cells[column] ?? ''),
      String(row.rowNumber),
      row.reasons.map(sentenceOf).join(' '),
    ]),
  ];
}
