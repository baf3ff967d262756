import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CorrectGuardian, type Actor } from '#libs/identity';
import { relationNames, relationOptions } from '../rights/guardian-relations.js';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ID } from '../units/paths.js';
import { GuardianCorrectionFormDto } from './dto.js';
import { SEARCH, guardianPath, personPath } from './paths.js';

/** Who consented for somebody under sixteen, recorded wrongly. */
@Controller()
export class GuardianCorrectionController {
  constructor(private readonly guardians: CorrectGuardian) {}

  @Get('/don-vi/nguoi/:personId/nguoi-giam-ho')
  @Requires('roster.import')
  form(@CurrentActor() actor: Actor, @Param('personId', ID) personId: string) {
    return this.formPage(actor, personId);
  }

  @Post('/don-vi/nguoi/:personId/nguoi-giam-ho')
  @Requires('roster.import')
  @OnInvalid<GuardianCorrectionController>((self, request) => self.formAgain(request))
  async correct(
    @CurrentActor() actor: Actor,
    @Param('personId', ID) personId: string,
    @Body() form: GuardianCorrectionFormDto,
  ) {
    await this.guardians.correct(actor, personId, form);
    return seeOther(personPath(personId), { notice: 'guardian-corrected' });
  }

  private formAgain(request: FastifyRequest) {
    return this.formPage(request.actor!, (request.params as { personId: string }).personId);
  }

  private async formPage(actor: Actor, personId: string) {
    const { fullName, guardian } = await this.guardians.open(actor, personId);
    return page('people/guardian-correction', {
      title: 'Sửa thông tin người giám hộ',
      noindex: true,
      breadcrumbs: [
        { href: '/don-vi', label: 'Đơn vị' },
        { href: SEARCH, label: 'Tìm người' },
        { href: personPath(personId), label: fullName },
        { label: 'Sửa thông tin người giám hộ' },
      ],
      name: fullName,
      guardian,
      relation: relationNames[guardian.relation],
      relations: relationOptions,
      action: guardianPath(personId),
      backHref: personPath(personId),
    });
  }
}
