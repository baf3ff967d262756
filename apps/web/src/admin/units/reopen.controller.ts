import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { TargetsOfUnits } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { UnitEvents } from '#libs/organisation';
import { addDays, newId } from '#libs/platform';
import { ReopenClosedUnit } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { page, seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ID } from '../../units/paths.js';
import { ChangePage, asked } from './change-page.service.js';
import { ReopenForm } from './dto.js';
import { changePath, trail, unitPath } from './paths.js';
import { kindName } from './words.js';

/** A unit was closed by mistake: what comes back is said first. */
@Controller()
export class UnitReopenController {
  constructor(
    private readonly pages: ChangePage,
    private readonly reopening: ReopenClosedUnit,
    private readonly targets: TargetsOfUnits,
    private readonly events: UnitEvents,
  ) {}

  @Get('/quan-tri/don-vi/:unitId/mo-lai')
  @Requires('unit.edit')
  form(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    return this.show(actor, unitId, {});
  }

  private async show(actor: Actor, unitId: string, body: Record<string, unknown>) {
    const closed = await this.reopening.closed(actor, unitId);
    const lastDay = addDays(closed.on, -1);
    const wentTo = closed.mergedInto ? [closed.mergedInto] : closed.splitInto;
    return page('admin/units/reopen', {
      title: `Mở lại: ${closed.unit.name}`,
      breadcrumbs: trail(closed.path, lastDay, { label: 'Mở lại' }),
      ...closed,
      wentTo: wentTo.map(({ name }) => name).join(', '),
      kind: kindName(closed.unit.kind),
      parent: closed.path.at(-2),
      isTerritory: closed.unit.tree === 'territory',
      targets: (await this.targets.list(actor, [unitId], lastDay)).length,
      // Ticked until somebody takes the tick away.
      takeBack: body.clientKey === undefined || body.takeBack === 'yes',
      clientKey: newId(),
      action: changePath(unitId, 'mo-lai'),
      backHref: unitPath(unitId),
    });
  }

  @Post('/quan-tri/don-vi/:unitId/mo-lai')
  @Requires('unit.edit')
  @OnInvalid<UnitReopenController>((self, request) => {
    const { actor, unitId, body } = asked(request);
    return self.show(actor, unitId, body);
  })
  async reopen(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: ReopenForm) {
    if (await this.events.subjectOf(form.clientKey, actor.personId)) return done(unitId);
    const { unit, on } = await this.reopening.closed(actor, unitId);
    const codes = form.parentCode ? [form.parentCode] : [];
    const [parentId] = await this.pages.idsOf(unit.tree, codes, on, 'parentCode');
    await this.reopening.reopen(actor, {
      unitId,
      clientKey: form.clientKey,
      reason: form.reason,
      document: form.document,
      parentId: parentId ?? null,
      takeBack: form.takeBack === 'yes',
    });
    return done(unitId);
  }
}

const done = (unitId: string) => seeOther(unitPath(unitId), { notice: 'unit-reopened' });
