import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { TargetsOfUnits } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { UnitEvents, Units } from '#libs/organisation';
import { SplitUnit, type SplitPart, type SplitRequest, type Carried, type UnitPage } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ID } from '../../units/paths.js';
import { ChangePage, asked } from './change-page.service.js';
import { SplitForm } from './dto.js';
import { legacyView, noticeOf } from './legacy.views.js';
import { unitPath } from './paths.js';

const NUMBERS = [1, 2, 3] as const;

/** Parts of a unit go to others: first what would move, then doing it. */
@Controller()
export class UnitSplitController {
  constructor(
    private readonly pages: ChangePage,
    private readonly splitting: SplitUnit,
    private readonly units: Units,
    private readonly events: UnitEvents,
    private readonly targets: TargetsOfUnits,
  ) {}

  @Get('/quan-tri/don-vi/:unitId/tach')
  @Requires('unit.edit')
  form(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    return this.show(actor, unitId, {});
  }

  private show(actor: Actor, unitId: string, body: Record<string, unknown>, more: Record<string, unknown> = {}) {
    return this.pages.show(actor, unitId, 'tach', (seen) => ({ ...formView(seen, body), ...more }));
  }

  @Post('/quan-tri/don-vi/:unitId/tach')
  @Requires('unit.edit')
  @OnInvalid<UnitSplitController>((self, request) => {
    const { actor, unitId, body } = asked(request);
    return self.show(actor, unitId, body);
  })
  async split(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: SplitForm) {
    if (await this.events.subjectOf(form.clientKey, actor.personId)) return done(unitId, form);
    const request = await this.requestOf(unitId, form);
    if (form.step === 'xem-truoc') {
      const impact = await this.splitting.preview(actor, request);
      const names = await this.units.namesOn([unitId], form.on);
      const targets = request.ends ? await this.targets.list(actor, [unitId], form.on) : [];
      const preview = { ...impact, ...legacyView(impact.hanging, targets, names) };
      return this.show(actor, unitId, { ...form }, { values: { ...form }, preview });
    }
    return done(unitId, form, await this.splitting.split(actor, request));
  }

  /** A part with a name is a new unit; one with a code alone is there already. */
  private async requestOf(unitId: string, form: SplitForm): Promise<SplitRequest> {
    const tree = await this.units.treeOf(unitId);
    const parts: SplitPart[] = [];
    const numbers: number[] = [];
    for (const number of NUMBERS) {
      const [code, name, childIds] = [form[`code${number}`], form[`name${number}`], form[`part${number}`]];
      if (!code) continue;
      const place = name
        ? { code, name }
        : { intoId: (await this.pages.idsOf(tree, [code], form.on, `code${number}`))[0] };
      parts.push({ ...place, childIds });
      numbers.push(number);
    }
    const peoplePart = form.peoplePart === '' ? null : numbers.indexOf(Number(form.peoplePart));
    return { ...form, unitId, parts, peoplePart, ends: form.ends === 'yes' };
  }
}

const done = (unitId: string, { on }: SplitForm, carried?: Carried) =>
  seeOther(unitPath(unitId, on), { notice: noticeOf('unit-split', carried) });

function formView({ children }: UnitPage, body: Record<string, unknown>) {
  const ticked = (number: number) => [body[`part${number}`] ?? []].flat();
  return {
    ends: body.ends === 'yes',
    parts: NUMBERS.map((number) => ({
      number,
      code: `code${number}`,
      name: `name${number}`,
      part: `part${number}`,
      // The first part is open; the others when something stands in them.
      open: number === 1 || Boolean(body[`code${number}`]),
      children: children.map(({ id, name, code }) => ({ id, name, code, ticked: ticked(number).includes(id) })),
      chosen: ticked(number),
    })),
  };
}
