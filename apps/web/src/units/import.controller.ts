import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Actor } from '#libs/identity';
import { ReadRosters, RosterImports, type RowOutcome } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ApplyFormDto, ImportRowsQueryDto } from './dto.js';
import { changeRows, errorRows, importState, outcomeTabs } from './import.views.js';
import { ID, columnsPath, importFormPath, importPath, trail, unitPath } from './paths.js';

const PAGE = 50;
/** Seconds until a page that waits looks again. */
const WAIT = 2;
const OUTCOMES: Record<NonNullable<ImportRowsQueryDto['xem']>, RowOutcome> = {
  loi: 'error',
  them: 'add',
  doi: 'change',
  giu: 'skip',
};

/** A file in waiting: what it would change, putting it into force or throwing it away, and taking it back. */
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
    if (preview.status === 'mapping') return seeOther(columnsPath(id));
    return this.rowsPage(actor, id, query);
  }

  private async rowsPage(actor: Actor, id: string, query: ImportRowsQueryDto) {
    const preview = await this.imports.preview(actor, id);
    const { counts, leaves } = preview.summary;
    const view = query.xem ?? (counts.error > 0 ? 'loi' : counts.change > 0 ? 'doi' : counts.add > 0 ? 'them' : 'giu');
    const outcome = OUTCOMES[view];
    const number = query.trang ?? 1;
    const { path } = await this.rosters.desk(actor, preview.unitId);
    const href = (trang: number) => `${importPath(id)}?xem=${view}&trang=${trang}`;
    const state = importState(preview);
    const rows = state.showsRows
      ? await this.imports.rows(actor, id, outcome, { offset: (number - 1) * PAGE, limit: PAGE })
      : [];
    return page('units/import', {
      wide: true,
      breadcrumbs: trail(path, { label: preview.fileName }),
      preview,
      ...state,
      refresh: state.waits && query['tu-tai-lai'] !== '0' ? WAIT : undefined,
      tabs: outcomeTabs(id, counts, view, state.wasApplied),
      leavers: state.showsRows && leaves?.count ? await this.imports.leavers(actor, id) : [],
      ...(outcome === 'error' ? { badRows: errorRows(rows) } : { rows: changeRows(rows) }),
      pager: {
        previousHref: number > 1 ? href(number - 1) : undefined,
        nextHref: number * PAGE < counts[outcome] ? href(number + 1) : undefined,
        label: `Trang ${number}/${Math.max(1, Math.ceil(counts[outcome] / PAGE))}`,
      },
      hrefs: {
        self: importPath(id),
        still: `${importPath(id)}?tu-tai-lai=0`,
        apply: `${importPath(id)}/ap-dung`,
        discard: `${importPath(id)}/bo`,
        undo: `${importPath(id)}/hoan-tac`,
        badRows: `${importPath(id)}/dong-loi`,
        report: `${importPath(id)}/ban-xem-truoc`,
        columns: columnsPath(id),
        again: importFormPath(preview.unitId),
        unit: unitPath(preview.unitId),
      },
    });
  }

  @Post('/don-vi/nhap-danh-sach/:id/ap-dung')
  @Requires('roster.import')
  @OnInvalid<ImportController>((self, request) => self.showAgain(request))
  async apply(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: ApplyFormDto) {
    await this.imports.apply(actor, id, { leaves: form.leaves ?? 0, many: form.many === 'yes' });
    return seeOther(importPath(id));
  }

  @Post('/don-vi/nhap-danh-sach/:id/bo')
  @Requires('roster.import')
  @OnInvalid<ImportController>((self, request) => self.showAgain(request))
  async discard(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    await this.imports.discard(actor, id);
    return seeOther('/don-vi', { notice: 'import-discarded' });
  }

  @Post('/don-vi/nhap-danh-sach/:id/hoan-tac')
  @Requires('roster.import')
  @OnInvalid<ImportController>((self, request) => self.showAgain(request))
  async undo(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    await this.imports.undo(actor, id);
    return seeOther(importPath(id));
  }

  private showAgain(request: FastifyRequest) {
    return this.rowsPage(request.actor!, (request.params as { id: string }).id, {});
  }
}
