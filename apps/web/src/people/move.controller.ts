import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { People, scopeOf, type Actor } from '#libs/identity';
import { FindUnits } from '#libs/organisation';
import { Clock } from '#libs/platform';
import { MoveMember } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ID } from '../units/paths.js';
import { MoveFormDto, SearchDto } from './dto.js';
import { movePath, personPath } from './paths.js';

/** Another unit, another position, or head of the unit, from a day on. */
@Controller()
export class MoveController {
  constructor(
    private readonly moving: MoveMember,
    private readonly people: People,
    private readonly units: FindUnits,
    private readonly clock: Clock,
  ) {}

  @Get('/don-vi/chuyen/:id')
  @Requires('roster.import')
  form(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Query() { tim }: SearchDto) {
    return this.formPage(actor, id, tim);
  }

  @Post('/don-vi/chuyen/:id')
  @Requires('roster.import')
  @OnInvalid<MoveController>((self, request) => self.formAgain(request))
  async move(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: MoveFormDto) {
    const { personId } = await this.moving.find(actor, id);
    await this.moving.move(actor, id, form);
    return seeOther(personPath(personId), { notice: 'member-moved' });
  }

  private formAgain(request: FastifyRequest) {
    const { unitId } = request.body as { unitId?: string };
    return this.formPage(request.actor!, (request.params as { id: string }).id, undefined, unitId);
  }

  private async formPage(actor: Actor, id: string, search?: string, chosen?: string) {
    const member = await this.moving.find(actor, id);
    const names = await this.people.names([member.personId]);
    const roots = scopeOf(actor, 'roster.import');
    const known = await this.units.named(roots, [member.unitId, ...(chosen && isId(chosen) ? [chosen] : [])]);
    const found = search ? await this.units.below(roots, search) : [];
    const units = [...known, ...found.filter(({ id: one }) => known.every((unit) => unit.id !== one))];
    return page('people/move', {
      title: 'Chuyển đơn vị, đổi chức vụ',
      breadcrumbs: [
        { href: '/don-vi', label: 'Đơn vị' },
        { href: personPath(member.personId), label: names.get(member.personId) ?? 'Người này' },
        { label: 'Chuyển' },
      ],
      name: names.get(member.personId) ?? 'Người này',
      member,
      today: this.clock.today(),
      search,
      unitId: member.unitId,
      units: units.map(({ id: value, name, parentName }) => ({
        value,
        label: parentName ? `${name} (${parentName})` : name,
      })),
      action: movePath(id),
      backHref: personPath(member.personId),
    });
  }
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
