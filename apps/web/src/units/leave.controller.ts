import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { People, type Actor } from '#libs/identity';
import { Clock } from '#libs/platform';
import { LeaveRoster, ReadRosters } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { LeaveFormDto } from './dto.js';
import { ID, leavePath, trail, unitPath } from './paths.js';

/** Taking one person off a roster. */
@Controller()
export class LeaveController {
  constructor(
    private readonly leaving: LeaveRoster,
    private readonly rosters: ReadRosters,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  @Get('/don-vi/thoi-ten/:id')
  @Requires('roster.import')
  async form(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    return this.formPage(actor, id);
  }

  private async formPage(actor: Actor, id: string) {
    const membership = await this.leaving.find(actor, id);
    const { path, unit } = await this.rosters.desk(actor, membership.unitId);
    const names = await this.people.names([membership.personId]);
    return page('units/leave', {
      title: 'Thôi tên khỏi danh sách',
      breadcrumbs: trail(path, { label: 'Thôi tên' }),
      name: names.get(membership.personId) ?? 'Người này',
      unit,
      from: membership.from,
      today: this.clock.today(),
      action: leavePath(id),
      backHref: unitPath(membership.unitId),
    });
  }

  @Post('/don-vi/thoi-ten/:id')
  @Requires('roster.import')
  @OnInvalid<LeaveController>((self, request) => self.formAgain(request))
  async leave(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: LeaveFormDto) {
    const { unitId } = await this.leaving.find(actor, id);
    await this.leaving.leave(actor, id, form.on);
    return seeOther(unitPath(unitId), { notice: 'roster-left' });
  }

  private formAgain(request: FastifyRequest) {
    return this.formPage(request.actor!, (request.params as { id: string }).id);
  }
}
