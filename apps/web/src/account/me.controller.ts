import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiTokens, Consents, People, Sessions, maskPhone, type Actor } from '#libs/identity';
import { newId } from '#libs/platform';
import { Requires, SignedIn } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { consentTexts } from './consent-texts.js';
import { deviceName } from './device-name.js';
import { TokenFormDto } from './dto/sign-in.form.js';
import { roleNames } from './role-names.js';

@Controller()
export class MeController {
  constructor(
    private readonly people: People,
    private readonly consents: Consents,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
  ) {}

  @Get('/ca-nhan')
  @SignedIn()
  async me(@CurrentActor() actor: Actor) {
    const [person, consents] = [await this.people.find(actor.personId), await this.consents.current(actor.personId)];
    return page('account/me', {
      title: 'Cá nhân',
      person: { ...person, phone: person.phone && maskPhone(person.phone) },
      roles: [...new Set(actor.grants.map(({ role }) => roleNames[role]))],
      consents: consents.map((consent) => ({ ...consent, text: consentTexts[consent.textVersion] })),
      hasPassword: actor.accountId !== null,
    });
  }

  @Get('/ca-nhan/phien')
  @SignedIn()
  async mySessions(@CurrentActor() actor: Actor) {
    const sessions = await this.sessions.list(actor);
    return page('account/sessions', {
      title: 'Nơi đang đăng nhập',
      sessions: sessions.map((session) => ({ ...session, device: deviceName(session.userAgent) })),
      others: sessions.filter(({ current }) => !current).length,
    });
  }

  @Post('/ca-nhan/phien/:id/ket-thuc')
  @SignedIn()
  async endSession(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    await this.sessions.endOne(actor, id);
    return seeOther('/ca-nhan/phien', { notice: 'session-ended' });
  }

  @Post('/ca-nhan/phien/ket-thuc')
  @SignedIn()
  async endOtherSessions(@CurrentActor() actor: Actor) {
    await this.sessions.endOthers(actor);
    return seeOther('/ca-nhan/phien', { notice: 'sessions-ended' });
  }

  @Get('/ca-nhan/ma-truy-cap')
  @Requires('token.manage')
  async myTokens(@CurrentActor() actor: Actor) {
    return this.tokensPage(actor);
  }

  /** Shows the new token on this page, once; it is kept nowhere. */
  @Post('/ca-nhan/ma-truy-cap')
  @Requires('token.manage')
  @OnInvalid<MeController>((self, request) => self.tokensPage(request.actor!))
  async issueToken(@CurrentActor() actor: Actor, @Body() form: TokenFormDto) {
    const { token } = await this.tokens.issue(actor, form.name, form.days, form.clientKey);
    return this.tokensPage(actor, { name: form.name, token });
  }

  @Post('/ca-nhan/ma-truy-cap/:id/thu-hoi')
  @Requires('token.manage')
  async revokeToken(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    await this.tokens.revoke(actor, id);
    return seeOther('/ca-nhan/ma-truy-cap', { notice: 'token-revoked' });
  }

  private async tokensPage(actor: Actor, fresh?: { name: string; token: string }) {
    return page('account/tokens', {
      title: 'Mã truy cập cho chương trình',
      tokens: await this.tokens.list(actor),
      fresh,
      clientKey: newId(),
    });
  }
}
