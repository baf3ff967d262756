import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LEARNING_CONSENT, ProviderClient, ProviderSignIn, ProviderSignUp, safeReturnPath } from '#libs/identity';
import { DomainError, RuntimeConfig, type RequestOrigin } from '#libs/platform';
import { Public } from '../shell/access.js';
import { statusOf } from '../shell/errors/status.js';
import { messageOf } from '../shell/messages/index.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { Origin } from '../shell/request.js';
import { Communes } from './communes.service.js';
import { consentTexts } from './consent-texts.js';
import { ProviderFormDto } from './dto/provider.form.js';
import { enter } from './enter.js';
import { returnPath, withReturn } from './return-path.js';

const PATH = '/dang-nhap/dinh-danh';
const COOKIE = 'hvs_provider';
const NEXT_COOKIE = 'hvs_provider_next';
const COOKIE_SECONDS = 15 * 60;

/** Signing in through another provider (OpenID Connect). The browser leaves and comes back with GET, as the standard has it. */
@Controller()
export class ProviderController {
  constructor(
    private readonly signIn: ProviderSignIn,
    private readonly signUp: ProviderSignUp,
    private readonly provider: ProviderClient,
    private readonly communes: Communes,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/dang-nhap/dinh-danh')
  @Public()
  async begin(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('tiep') tiep?: string,
  ) {
    const next = returnPath(request, tiep);
    return this.orFailed(next, async () => {
      const { address, token } = await this.signIn.begin();
      this.remember(reply, COOKIE, token);
      this.remember(reply, NEXT_COOKIE, next);
      return seeOther(address);
    });
  }

  @Get('/dang-nhap/dinh-danh/ve')
  @Public()
  async back(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Origin() origin: RequestOrigin,
  ) {
    const next = safeReturnPath(request.cookies[NEXT_COOKIE]);
    return this.orFailed(next, async () => {
      const outcome = await this.signIn.finish(
        request.cookies[COOKIE],
        request.url,
        origin,
        request.headers['user-agent'],
      );
      if (outcome.kind === 'entered') {
        this.forget(reply);
        return enter(request, reply, outcome.entered, next, this.config);
      }
      this.remember(reply, COOKIE, outcome.token);
      return seeOther(`${PATH}/hoan-tat`);
    });
  }

  @Get('/dang-nhap/dinh-danh/hoan-tat')
  @Public()
  async form(@Req() request: FastifyRequest) {
    return this.orFailed('/', () => this.formPage(request));
  }

  @Post('/dang-nhap/dinh-danh/hoan-tat')
  @Public()
  @OnInvalid<ProviderController>((self, request) => self.orFailed('/', () => self.formPage(request)))
  async complete(
    @Body() form: ProviderFormDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Origin() origin: RequestOrigin,
  ) {
    const entered = await this.signUp.complete(request.cookies[COOKIE], form, origin, request.headers['user-agent']);
    const next = safeReturnPath(request.cookies[NEXT_COOKIE]);
    this.forget(reply);
    return enter(request, reply, entered, next, this.config, 'signed-up');
  }

  private async formPage(request: FastifyRequest) {
    const { claims, personId } = await this.signUp.stranger(request.cookies[COOKIE]);
    return page('account/provider-first', {
      title: 'Lần đầu đăng nhập',
      noindex: true,
      provider: this.provider.name,
      name: claims.name,
      asksName: personId === null && claims.name === null,
      asksBirthYear: personId === null && claims.birthYear === null,
      asksCommune: personId === null,
      communes: personId === null ? await this.communes.options() : [],
      consentText: consentTexts[LEARNING_CONSENT.textVersion],
    });
  }

  /** What went wrong on the way, in words, with both ways on: once more, or by phone. */
  private async orFailed<T>(next: string, work: () => Promise<T>) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'not-found') throw error;
      const model = {
        title: 'Chưa đăng nhập được',
        noindex: true,
        provider: this.provider.name,
        sentence: messageOf(error.code, error.data),
        againHref: withReturn(PATH, next),
        phoneHref: withReturn('/dang-nhap', next),
      };
      return page('account/provider-failed', model, statusOf(error.kind));
    }
  }

  private remember(reply: FastifyReply, name: string, value: string): void {
    void reply.setCookie(name, value, {
      path: PATH,
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.baseUrl.startsWith('https:'),
      maxAge: COOKIE_SECONDS,
    });
  }

  private forget(reply: FastifyReply): void {
    for (const name of [COOKIE, NEXT_COOKIE]) void reply.clearCookie(name, { path: PATH });
  }
}
