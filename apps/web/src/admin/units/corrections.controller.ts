import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { EditUnits, type UnitPage } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ID } from '../../units/paths.js';
import { ChangePage, asked } from './change-page.service.js';
import { CorrectForm, TreeQuery } from './dto.js';
import { unitPath } from './paths.js';

/** A period was recorded wrongly: what is right supersedes it, and what was believed stays. */
@Controller()
export class UnitCorrectionsController {
  constructor(
    private readonly pages: ChangePage,
    private readonly edit: EditUnits,
  ) {}

  @Get('/quan-tri/don-vi/:unitId/dinh-chinh')
  @Requires('unit.edit')
  async form(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Query() { ngay }: TreeQuery) {
    return this.show(actor, unitId, ngay);
  }

  private show(actor: Actor, unitId: string, day?: string) {
    return this.pages.show(actor, unitId, 'dinh-chinh', periodView, day);
  }

  @Post('/quan-tri/don-vi/:unitId/dinh-chinh')
  @Requires('unit.edit')
  @OnInvalid<UnitCorrectionsController>((self, request) => {
    const { actor, unitId, body } = asked(request);
    return self.show(actor, unitId, typeof body.on === 'string' ? body.on : undefined);
  })
  async correct(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: CorrectForm) {
    const seen = await this.pages.seen(actor, unitId, form.on);
    const believed = periodView(seen);
    const moved = form.parentCode !== '' && form.parentCode !== believed.parentCode;
    const [parentId] = await this.pages.idsOf(seen.unit.tree, moved ? [form.parentCode] : [], form.on, 'parentCode');
    const change = {
      ...form,
      name: form.name === believed.name ? undefined : form.name,
      from: form.from === believed.from ? undefined : form.from,
    };
    await this.edit.correct(actor, unitId, { ...change, parentId });
    return seeOther(unitPath(unitId, form.on), { notice: 'unit-corrected' });
  }
}

/** The period around the day, as it is believed to have been. */
function periodView({ periods, day, path }: UnitPage) {
  const period = periods.find(({ from, to }) => from <= day && (to === null || to > day))!;
  return { on: period.from, period, name: period.name, from: period.from, parentCode: path.at(-2)?.code ?? '' };
}
