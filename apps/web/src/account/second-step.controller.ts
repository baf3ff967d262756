import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SecondStep, safeReturnPath } from '#libs/identity';
import { RuntimeConfig, type RequestOrigin } from '#libs/platform';
import { Public } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { Origin } from '../shell/request.js';
import { setSessionCookie } from '../shell/session.hook.js';
import { FirstCodeFormDto, SecondStepFormDto } from './dto/second-factor.form.js';
import { clearStepCookie, stepToken } from './enter.js';
import { qrSvg } from './qr-svg.js';
import { withReturn } from './return-path.js';

/** The second door: open only to whoever holds the token of a step that is owed. */
@Controller()
export class SecondStepController {
  constructor(
    private readonly steps: SecondStep,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/dang-nhap/buoc-hai')
  @Public()
  async codeForm(@Req() request: FastifyRequest, @Query('tiep') tiep?: string) {
    const next = safeReturnPath(tiep);
    if ((await this.need(request)) !== 'code') return seeOther(withReturn('/dang-nhap', next));
    return this.codePage(next);
  }

  @Post('/dang-nhap/buoc-hai')
  @Public()
  @OnInvalid<SecondStepController>((self, request) =>
    self.codePage(safeReturnPath((request.body as SecondStepFormDto).tiep)),
  )
  async code(
    @Body() form: SecondStepFormDto,
    @Origin() origin: RequestOrigin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const agent = request.headers['user-agent'];
    const typed = form.recoveryCode?.trim() || form.code || '';
    const { token } = await this.steps.byCode(stepToken(request) ?? '', typed, origin, agent);
    clearStepCookie(reply);
    setSessionCookie(reply, request, token, this.config);
    const next = safeReturnPath(form.tiep);
    return seeOther(next, { notice: form.recoveryCode?.trim() ? 'recovery-code-used' : undefined });
  }

  @Get('/dang-nhap/thiet-lap')
  @Public()
  async setUpForm(@Req() request: FastifyRequest, @Query('tiep') tiep?: string) {
    const next = safeReturnPath(tiep);
    if ((await this.need(request)) !== 'set-up') return seeOther(withReturn('/dang-nhap', next));
    return this.setUpPage(request, next);
  }

  /** Shows the recovery codes on the answer itself, once; they are kept nowhere. */
  @Post('/dang-nhap/thiet-lap')
  @Public()
  @OnInvalid<SecondStepController>(async (self, request) =>
    self.setUpPage(request, safeReturnPath((request.body as FirstCodeFormDto).tiep)),
  )
  async setUp(
    @Body() form: FirstCodeFormDto,
    @Origin() origin: RequestOrigin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const agent = request.headers['user-agent'];
    const done = await this.steps.bySetUp(stepToken(request) ?? '', form.code, origin, agent);
    clearStepCookie(reply);
    setSessionCookie(reply, request, done.token, this.config);
    return page('account/recovery-codes', {
      title: 'Mã dự phòng',
      noindex: true,
      codes: done.recoveryCodes,
      next: safeReturnPath(form.tiep),
    });
  }

  private async need(request: FastifyRequest) {
    const token = stepToken(request);
    return token ? (await this.steps.find(token))?.need : undefined;
  }

  private codePage(next: string) {
    return page('account/second-step', { title: 'Xác thực bước hai', noindex: true, next });
  }

  private async setUpPage(request: FastifyRequest, next: string) {
    // A step that is over shows no secret; the page then says to sign in again.
    const open = (await this.need(request)) === 'set-up';
    const pending = open ? await this.steps.beginSetUp(stepToken(request)!) : null;
    return page('account/second-factor-first', {
      title: 'Thiết lập xác thực hai bước',
      noindex: true,
      next,
      secret: pending && grouped(pending.secret),
      qr: pending && (await qrSvg(pending.uri)),
    });
  }
}

export const grouped = (secret: string): string => secret.match(/.{1,4}/g)!.join(' ');
