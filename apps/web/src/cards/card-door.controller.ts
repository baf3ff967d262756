import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CardSignIn, Sessions } from '#libs/identity';
import { RuntimeConfig, notFound, type RequestOrigin } from '#libs/platform';
import { Public } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { Origin } from '../shell/request.js';
import { setSessionCookie } from '../shell/session.hook.js';
import { PinFormDto } from './dto.js';

/** Where the QR code of a card leads: the PIN, and into learning. */
@Controller()
export class CardDoorController {
  constructor(
    private readonly signIn: CardSignIn,
    private readonly sessions: Sessions,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/the/:token')
  @Public()
  async door(@Param('token') token: string) {
    return this.doorPage(token);
  }

  @Post('/the/:token')
  @Public()
  @OnInvalid<CardDoorController>((self, request) => self.doorPage((request.params as { token: string }).token))
  async enter(
    @Param('token') token: string,
    @Body() form: PinFormDto,
    @Origin() origin: RequestOrigin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const entered = await this.signIn.enter(token, form.pin, origin, request.headers['user-agent']);
    // Whoever used the phone before is signed out: it is another's turn now.
    if (request.sessionToken) await this.sessions.end(request.sessionToken);
    setSessionCookie(reply, request, entered.token, this.config, { lasting: false });
    return seeOther('/');
  }

  private async doorPage(token: string) {
    if (!(await this.signIn.stands(token))) throw notFound('card.unknown');
    return page('cards/door', { title: 'Vào học bằng thẻ', noindex: true, action: `/the/${token}` });
  }
}
