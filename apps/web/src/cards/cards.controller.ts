import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Cards, LEARNING_CONSENT, consentsAsked, scopeOf, type Actor } from '#libs/identity';
import { FindUnits } from '#libs/organisation';
import { Clock, RuntimeConfig } from '#libs/platform';
import { RegisterAssisted } from '#libs/rosters';
import { consentTexts } from '../account/consent-texts.js';
import { qrSvg } from '../account/qr-svg.js';
import { relationOptions } from '../rights/guardian-relations.js';
import { Requires } from '../shell/access.js';
import { OnInvalid, type FormFailure } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ID } from '../units/paths.js';
import { AssistedFormDto } from './dto.js';

const PATH = '/buoi-hoc/the';
const cardPath = (id: string) => `${PATH}/${id}`;
const HERE = [{ href: PATH, label: 'Thẻ học' }];

/** Cards for people without a phone. */
@Controller()
export class CardsController {
  constructor(
    private readonly cards: Cards,
    private readonly register: RegisterAssisted,
    private readonly units: FindUnits,
    private readonly config: RuntimeConfig,
    private readonly clock: Clock,
  ) {}

  @Get('/buoi-hoc/the')
  @Requires('card.issue')
  async list(@CurrentActor() actor: Actor) {
    const cards = await this.cards.list(actor);
    return page('cards/list', {
      title: 'Thẻ học',
      cards: cards.map((card) => ({ ...card, href: cardPath(card.id) })),
    });
  }

  @Get('/buoi-hoc/the/moi')
  @Requires('card.issue')
  form(@CurrentActor() actor: Actor) {
    return this.formPage(actor);
  }

  @Post('/buoi-hoc/the/moi')
  @Requires('card.issue')
  @OnInvalid<CardsController>((self, request, failure) => self.formPage(request.actor!, request, failure))
  async make(@CurrentActor() actor: Actor, @Body() form: AssistedFormDto) {
    const { cardId } = await this.register.register(actor, form);
    return seeOther(cardPath(cardId), { notice: 'card-made' });
  }

  @Get('/buoi-hoc/the/:id')
  @Requires('card.issue')
  async show(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    const { card, secret } = await this.cards.open(actor, id);
    const address = secret && `${this.config.baseUrl}/the/${secret.token}`;
    return page('cards/card', {
      title: `Thẻ học của ${card.fullName}`,
      breadcrumbs: [...HERE, { label: card.fullName }],
      noindex: true,
      card,
      pin: secret && secret.pin.replace(/(\d{3})/, '$1 '),
      qr: address && (await qrSvg(address)),
      host: new URL(this.config.baseUrl).host,
      reissueHref: `${cardPath(id)}/cap-lai`,
      revokeHref: `${cardPath(id)}/thu-hoi`,
    });
  }

  @Post('/buoi-hoc/the/:id/cap-lai')
  @Requires('card.issue')
  async reissue(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    return seeOther(cardPath(await this.cards.reissue(actor, id)), { notice: 'card-made' });
  }

  @Post('/buoi-hoc/the/:id/thu-hoi')
  @Requires('card.issue')
  async revoke(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    await this.cards.revoke(actor, id);
    return seeOther(PATH, { notice: 'card-revoked' });
  }

  private async formPage(actor: Actor, request?: FastifyRequest, failure?: FormFailure) {
    const places = await this.units.places(scopeOf(actor, 'card.issue'));
    const body = request?.body as AssistedFormDto | undefined;
    const offered = body && failure?.errors.who ? await this.register.candidates(actor, body) : [];
    return page('cards/form', {
      title: 'Làm thẻ học',
      breadcrumbs: [...HERE, { label: 'Làm thẻ mới' }],
      places: places.map(({ id, name, parentName, kind }) => ({
        value: id,
        label: kind === 'commune' || kind === 'ward' ? name : `${name}, ${parentName}`,
      })),
      offered: offered.map(({ ref, fullName, birthYear }) => ({ ref, fullName, birthYear })),
      asked: consentsAsked(Number(body?.birthYear ?? 0), this.clock.today()),
      relations: relationOptions,
      consentText: consentTexts[LEARNING_CONSENT.textVersion],
    });
  }
}
