import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LEARNING_CONSENT, PasswordRules, SignUp, safeReturnPath } from '#libs/identity';
import { DomainError, RuntimeConfig, type RequestOrigin } from '#libs/platform';
import { Public } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { Origin } from '../shell/request.js';
import { Communes } from './communes.service.js';
import { consentTexts } from './consent-texts.js';
import { CodeFormDto, ResendFormDto, SignUpFormDto } from './dto/sign-up.form.js';
import { enter } from './enter.js';
import { returnPath, withReturn } from './return-path.js';

@Controller()
export class SignUpController {
  constructor(
    private readonly signUp: SignUp,
    private readonly communes: Communes,
    private readonly rules: PasswordRules,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/dang-ky')
  @Public()
  async form(@Req() request: FastifyRequest, @Query('tiep') tiep?: string) {
    const next = returnPath(request, tiep);
    if (request.actor) return seeOther(next);
    return this.formPage(next);
  }

  @Post('/dang-ky')
  @Public()
  @OnInvalid<SignUpController>((self, request) => self.formPage(safeReturnPath((request.body as SignUpFormDto).tiep)))
  async begin(@Body() form: SignUpFormDto, @Origin() origin: RequestOrigin) {
    const { requestId } = await this.signUp.begin(form, origin);
    return seeOther(withReturn(`/dang-ky/ma?yeu-cau=${requestId}`, safeReturnPath(form.tiep)));
  }

  @Get('/dang-ky/ma')
  @Public()
  code(@Req() request: FastifyRequest, @Query('yeu-cau') requestId?: string, @Query('tiep') tiep?: string) {
    if (request.actor) return seeOther(returnPath(request, tiep ?? '/'));
    if (!requestId) return seeOther('/dang-ky');
    return this.codePage(requestId, tiep);
  }

  @Post('/dang-ky/ma')
  @Public()
  @OnInvalid<SignUpController>((self, request) => self.codePageOf(request))
  async confirm(
    @Body() form: CodeFormDto,
    @Origin() origin: RequestOrigin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const next = safeReturnPath(form.tiep);
    try {
      const entered = await this.signUp.confirm(form.requestId, form.code, origin, request.headers['user-agent']);
      return enter(request, reply, entered, next, this.config, 'signed-up');
    } catch (error) {
      // The button was pressed twice: the first press did it.
      if (!(error instanceof DomainError && error.code === 'code.used')) throw error;
      return seeOther(request.actor ? next : withReturn('/dang-nhap', next), { notice: 'phone-confirmed' });
    }
  }

  /** Another code is a resource of the request. */
  @Post('/dang-ky/ma-moi')
  @Public()
  @OnInvalid<SignUpController>((self, request) => self.codePageOf(request))
  async resend(@Body() form: ResendFormDto, @Origin() origin: RequestOrigin) {
    const { requestId } = await this.signUp.resend(form.requestId, origin);
    const path = withReturn(`/dang-ky/ma?yeu-cau=${requestId}`, safeReturnPath(form.tiep));
    return seeOther(path, { notice: 'code-sent' });
  }

  private async formPage(next: string) {
    return page('account/sign-up', {
      title: 'Đăng ký',
      minLength: this.rules.minLength(false),
      communes: await this.communes.options(),
      consentText: consentTexts[LEARNING_CONSENT.textVersion],
      next,
      signInHref: withReturn('/dang-nhap', next),
    });
  }

  private codePageOf(request: FastifyRequest) {
    const { requestId, tiep } = request.body as CodeFormDto;
    return this.codePage(String(requestId ?? ''), tiep);
  }

  private codePage(requestId: string, tiep?: string) {
    const next = safeReturnPath(tiep);
    return page('account/code', {
      title: 'Nhập mã xác nhận',
      noindex: true,
      requestId,
      next,
      againHref: withReturn('/dang-ky', next),
      demo: this.config.demoMode,
    });
  }
}
