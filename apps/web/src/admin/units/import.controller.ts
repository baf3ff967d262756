import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#libs/identity';
import { UnitImports, type PlannedUnit } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { messageOf } from '../../shell/messages/index.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { page, seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ID } from '../../units/paths.js';
import { ApplyUnitsForm, UnitRowsQuery, VIEWS } from './import.dto.js';
import { TREE_PATH, importFormPath, importPath, treePath } from './paths.js';
import { COLUMN_NAMES, TREE_NAMES, kindName } from './words.js';

const PAGE = 50;
const TABS = { them: 'Thêm', doi: 'Đổi', giu: 'Giữ nguyên', loi: 'Chưa nhận' } as const;

/** A file in waiting: what it would change, and putting it into force or throwing it away. */
@Controller()
export class UnitImportController {
  constructor(private readonly imports: UnitImports) {}

  @Get('/quan-tri/don-vi/nhap/:id')
  @Requires('unit.edit')
  async show(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Query() query: UnitRowsQuery) {
    return this.showPage(actor, id, query);
  }

  private async showPage(actor: Actor, id: string, query: UnitRowsQuery) {
    const seen = await this.imports.preview(actor, id);
    const { counts } = seen;
    const view = query.xem ?? (counts.error > 0 ? 'loi' : counts.add > 0 ? 'them' : counts.change > 0 ? 'doi' : 'giu');
    const rows = seen.rows.filter(({ outcome }) => outcome === VIEWS[view]);
    const number = query.trang ?? 1;
    const href = (tab: string, trang = 1) => `${importPath(id)}?xem=${tab}&trang=${trang}`;
    return page('admin/units/import', {
      title: seen.status === 'applied' ? 'Đã áp dụng tệp đơn vị' : 'Xem trước tệp đơn vị',
      wide: true,
      breadcrumbs: [{ href: TREE_PATH, label: 'Cây đơn vị' }, { label: seen.fileName }],
      seen,
      treeName: TREE_NAMES[seen.tree],
      [seen.status]: true,
      toApply: counts.add + counts.change,
      total: seen.rows.length,
      tabs: Object.entries(TABS).map(([tab, label]) => ({
        label,
        href: href(tab),
        count: counts[VIEWS[tab as keyof typeof VIEWS]],
        current: tab === view,
      })),
      heading: TABS[view],
      rows: rows.slice((number - 1) * PAGE, number * PAGE).map(rowView),
      pager: {
        previousHref: number > 1 ? href(view, number - 1) : undefined,
        nextHref: number * PAGE < rows.length ? href(view, number + 1) : undefined,
        label: `Trang ${number}/${Math.max(1, Math.ceil(rows.length / PAGE))}`,
      },
      hrefs: {
        apply: `${importPath(id)}/ap-dung`,
        discard: `${importPath(id)}/bo`,
        badRows: `${importPath(id)}/dong-loi`,
        report: `${importPath(id)}/ban-xem-truoc`,
        tree: treePath(seen.tree, seen.on),
        again: importFormPath(seen.tree),
      },
    });
  }

  @Post('/quan-tri/don-vi/nhap/:id/ap-dung')
  @Requires('unit.edit')
  @OnInvalid<UnitImportController>((self, request) => self.showAgain(request))
  async apply(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: ApplyUnitsForm) {
    await this.imports.apply(actor, id, form.digest);
    return seeOther(importPath(id), { notice: 'units-imported' });
  }

  @Post('/quan-tri/don-vi/nhap/:id/bo')
  @Requires('unit.edit')
  @OnInvalid<UnitImportController>((self, request) => self.showAgain(request))
  async discard(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    await this.imports.discard(actor, id);
    return seeOther(TREE_PATH, { notice: 'units-discarded' });
  }

  private showAgain(request: FastifyRequest) {
    return this.showPage(request.actor!, (request.params as { id: string }).id, {});
  }
}

const rowView = (plan: PlannedUnit) => ({
  rowNumber: plan.row.row,
  code: plan.row.code,
  name: plan.row.name,
  kind: plan.kind ? kindName(plan.kind) : plan.row.kind,
  parentCode: plan.parentCode,
  root: plan.outcome === 'add' && plan.parentCode === null,
  renamed: plan.renamed,
  moved: plan.moved,
  linked: plan.linked,
  linkCode: plan.linkCode,
  faults: plan.faults.map(({ code, column, data }) => ({
    column: COLUMN_NAMES[column],
    value: plan.row[column],
    sentence: messageOf(code, data),
  })),
});
