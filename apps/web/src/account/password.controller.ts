import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnSecondFactor, PasswordRules, Passwords, safeReturnPath, type Actor } from '#libs/identity';
import { DomainError, RuntimeConfig, type RequestOrigin } from '#libs/platform';
import { Public, SignedIn } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor, Origin } from '../shell/request.js';
import { ChangePasswordFormDto, ForgottenFormDto, ResetFormDto } from './dto/password.form.js';
import { enter } from './enter.js';
import { withReturn } from './return-path.js';

@Controller()
export class PasswordController {
  constructor(
    private readonly passwords: Passwords,
    private readonly rules: PasswordRules,
    private readonly factor: OwnSecondFactor,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/ca-nhan/mat-khau')
  @SignedIn()
  async changeForm(@CurrentActor() actor: Actor) {
    const { confirmedAt } = await this.factor.state(actor);
    const minLength = this.rules.minLength(confirmedAt !== null);
    return page('account/change-password', { title: 'Đổi mật khẩu', minLength });
  }

  @Post('/ca-nhan/mat-khau')
  @SignedIn()
  @OnInvalid<PasswordController>((self, request) => self.changeForm(request.actor!))
  async change(@CurrentActor() actor: Actor, @Body() form: ChangePasswordFormDto) {
    await this.passwords.change(actor, form.currentPassword, form.password);
    return seeOther('/ca-nhan', { notice: 'password-changed' });
  }

  @Get('/quen-mat-khau')
  @Public()
  forgottenForm(@Query('tiep') tiep?: string) {
    const next = safeReturnPath(tiep);
    return page('account/forgotten', { title: 'Quên mật khẩu', next, signInHref: withReturn('/dang-nhap', next) });
  }

  @Post('/quen-mat-khau')
  @Public()
  @OnInvalid<PasswordController>((self, request) => self.forgottenForm((request.body as ForgottenFormDto).tiep))
  async begin(@Body() form: ForgottenFormDto, @Origin() origin: RequestOrigin) {
    const { requestId } = await this.passwords.beginReset(form.phone, origin);
    return seeOther(withReturn(`/quen-mat-khau/ma?yeu-cau=${requestId}`, safeReturnPath(form.tiep)));
  }

  @Get('/quen-mat-khau/ma')
  @Public()
  resetForm(@Query('yeu-cau') requestId: string | undefined, @Query('tiep') tiep?: string) {
    if (!requestId) return seeOther('/quen-mat-khau');
    return this.resetPage(requestId, tiep);
  }

  @Post('/quen-mat-khau/ma')
  @Public()
  @OnInvalid<PasswordController>((self, request) => {
    const { requestId, tiep } = request.body as ResetFormDto;
    return self.resetPage(String(requestId ?? ''), tiep);
  })
  async reset(
    @Body() form: ResetFormDto,
    @Origin() origin: RequestOrigin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const next = safeReturnPath(form.tiep);
    try {
      const entered = await this.passwords.confirmReset(form, origin, request.headers['user-agent']);
      return enter(request, reply, entered, next, this.config, 'password-changed');
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'code.used')) throw error;
      return seeOther(request.actor ? next : withReturn('/dang-nhap', next), { notice: 'password-changed' });
    }
  }

  private resetPage(requestId: string, tiep?: string) {
    const next = safeReturnPath(tiep);
    return page('account/reset', {
      title: 'Đặt mật khẩu mới',
      minLength: this.rules.minLength(false),
      noindex: true,
      requestId,
      next,
      againHref: withReturn('/quen-mat-khau', next),
      demo: this.config.demoMode,
    });
  }
}
