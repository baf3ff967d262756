import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FirstAdministrators, LEARNING_CONSENT, PasswordRules } from '#libs/identity';
import { DomainError, RuntimeConfig, type RequestOrigin } from '#libs/platform';
import { Public } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { Origin } from '../shell/request.js';
import { consentTexts } from './consent-texts.js';
import { NewAdministratorFormDto } from './dto/administrator.form.js';
import { enter } from './enter.js';

/** Where the link of `cli admin:create` leads: a password of one's own, and on to the second factor. */
@Controller()
export class AdministratorController {
  constructor(
    private readonly administrators: FirstAdministrators,
    private readonly rules: PasswordRules,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/dang-nhap/quan-tri-moi')
  @Public()
  form(@Query('yeu-cau') requestId?: string) {
    return requestId ? this.formPage(requestId) : seeOther('/dang-nhap');
  }

  @Post('/dang-nhap/quan-tri-moi')
  @Public()
  @OnInvalid<AdministratorController>((self, request) =>
    self.formPage(String((request.body as NewAdministratorFormDto).requestId ?? '')),
  )
  async accept(
    @Body() form: NewAdministratorFormDto,
    @Origin() origin: RequestOrigin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    try {
      const entered = await this.administrators.accept(form, origin, request.headers['user-agent']);
      return enter(request, reply, entered, '/quan-tri', this.config);
    } catch (error) {
      // The button was pressed twice: the first press did it.
      if (!(error instanceof DomainError && error.code === 'code.used')) throw error;
      return seeOther('/dang-nhap?tiep=/quan-tri', { notice: 'administrator-made' });
    }
  }

  private formPage(requestId: string) {
    return page('account/administrator', {
      title: 'Lập tài khoản quản trị viên',
      noindex: true,
      requestId,
      minLength: this.rules.minLength(false),
      consentText: consentTexts[LEARNING_CONSENT.textVersion],
    });
  }
}
