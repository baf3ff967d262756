import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { TargetsOfUnits } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { UnitEvents, Units } from '#libs/organisation';
import { invalid } from '#libs/platform';
import { MergeUnits, type Carried, type MergeRequest } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ID } from '../../units/paths.js';
import { ChangePage, asked, codesIn } from './change-page.service.js';
import { MergeForm } from './dto.js';
import { legacyView, noticeOf } from './legacy.views.js';
import { unitPath } from './paths.js';

/** Other units become part of this one: first what would move, then doing it. */
@Controller()
export class UnitMergeController {
  constructor(
    private readonly pages: ChangePage,
    private readonly merging: MergeUnits,
    private readonly units: Units,
    private readonly events: UnitEvents,
    private readonly targets: TargetsOfUnits,
  ) {}

  @Get('/quan-tri/don-vi/:unitId/sap-nhap')
  @Requires('unit.edit')
  form(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    return this.pages.show(actor, unitId, 'sap-nhap');
  }

  @Post('/quan-tri/don-vi/:unitId/sap-nhap')
  @Requires('unit.edit')
  @OnInvalid<UnitMergeController>((self, request) => {
    const { actor, unitId } = asked(request);
    return self.form(actor, unitId);
  })
  async merge(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: MergeForm) {
    if (await this.events.subjectOf(form.clientKey, actor.personId)) return done(unitId, form);
    const request = await this.requestOf(unitId, form);
    if (form.step === 'xem-truoc') return this.preview(actor, request, form);
    return done(unitId, form, await this.merging.merge(actor, request));
  }

  private async requestOf(intoId: string, form: MergeForm): Promise<MergeRequest> {
    const codes = codesIn(form.codes);
    if (codes.length === 0) throw invalid('unit.codes-missing', { codes: 'unit.codes-missing' });
    const tree = await this.units.treeOf(intoId);
    const fromIds = await this.pages.idsOf(tree, codes, form.on, 'codes');
    return { ...form, fromIds, intoId };
  }

  private async preview(actor: Actor, request: MergeRequest, form: MergeForm) {
    const impact = await this.merging.preview(actor, request);
    const all = [...request.fromIds, request.intoId];
    const names = await this.units.namesOn(all, form.on);
    const targets = await this.targets.list(actor, all, form.on);
    return this.pages.show(actor, request.intoId, 'sap-nhap', () => ({
      values: { ...form },
      preview: {
        ...impact,
        ...legacyView(impact.hanging, targets, names, request.intoId),
        names: request.fromIds.map((id) => names.get(id)),
      },
    }));
  }
}

/** Sent again, the units it names are no more on the day: what was done is shown, not refused. */
const done = (unitId: string, { on }: MergeForm, carried?: Carried) =>
  seeOther(unitPath(unitId, on), { notice: noticeOf('unit-merged', carried) });
