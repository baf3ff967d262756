import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { People, type Actor } from '#libs/identity';
import { Clock } from '#libs/platform';
import { CorrectMembership, PersonScope } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ID } from '../units/paths.js';
import { CorrectionFormDto } from './dto.js';
import { correctPath, personPath } from './paths.js';

/** A place in a person's history that was recorded wrongly. */
@Controller()
export class CorrectController {
  constructor(
    private readonly corrections: CorrectMembership,
    private readonly scope: PersonScope,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  @Get('/don-vi/sua-qua-trinh/:id')
  @Requires('roster.import')
  form(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    return this.formPage(actor, id);
  }

  @Post('/don-vi/sua-qua-trinh/:id')
  @Requires('roster.import')
  @OnInvalid<CorrectController>((self, request) => self.formAgain(request))
  async correct(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: CorrectionFormDto) {
    const { what, from, to, reason } = form;
    const days = what === 'never' ? null : { from, to };
    const { personId } = await this.corrections.correct(actor, id, { days, reason });
    // Who is on no roster of theirs any more is not theirs to see.
    const seen = await this.scope.holds(actor, 'roster.view', personId);
    return seeOther(seen ? personPath(personId) : '/don-vi', {
      notice: days ? 'membership-corrected' : 'membership-removed',
    });
  }

  private formAgain(request: FastifyRequest) {
    return this.formPage(request.actor!, (request.params as { id: string }).id);
  }

  private async formPage(actor: Actor, id: string) {
    const place = await this.corrections.open(actor, id);
    const names = await this.people.names([place.personId]);
    const name = names.get(place.personId) ?? 'Người này';
    return page('people/correct', {
      title: 'Sửa quá trình',
      noindex: true,
      breadcrumbs: [
        { href: '/don-vi', label: 'Đơn vị' },
        { href: personPath(place.personId), label: name },
        { label: 'Sửa quá trình' },
      ],
      name,
      place,
      what: 'days',
      choices: [
        { value: 'days', label: 'Ngày bắt đầu hoặc ngày thôi' },
        { value: 'never', label: 'Chỗ này không đúng, bỏ đi' },
      ],
      today: this.clock.today(),
      action: correctPath(id),
      backHref: personPath(place.personId),
    });
  }
}
