import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProviderClient, SecondStep, Sessions, SignIn, safeReturnPath, type Entered } from '#libs/identity';
import { RuntimeConfig } from '#libs/platform';
import { Public } from '../shell/access.js';
import { authenticate } from '../shell/auth/authenticate.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { clearSessionCookie } from '../shell/session.hook.js';
import { SignInFormDto } from './dto/sign-in.form.js';
import { enter, stepPaths, stepToken } from './enter.js';
import { returnPath, withReturn } from './return-path.js';

@Controller()
export class SignInController {
  constructor(
    private readonly signIns: SignIn,
    private readonly sessions: Sessions,
    private readonly steps: SecondStep,
    private readonly provider: ProviderClient,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/dang-nhap')
  @Public()
  async form(@Req() request: FastifyRequest, @Query('tiep') tiep?: string, @Query('lai') again?: string) {
    const next = returnPath(request, tiep);
    if (request.actor) return seeOther(next);
    // Someone half signed in is led to the step that is owed, from wherever they were sent here.
    const token = stepToken(request);
    const step = token && !again ? await this.steps.find(token) : null;
    return step ? seeOther(withReturn(stepPaths[step.need], next)) : this.formPage(next);
  }

  @Post('/dang-nhap')
  @Public()
  @OnInvalid<SignInController>((self, request) => self.formPage(safeReturnPath((request.body as SignInFormDto).tiep)))
  async signIn(
    @Body() form: SignInFormDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const entered = await authenticate<Entered>('local', request);
    if (!entered) throw this.signIns.refusal();
    // A session that was open in this browser ends: nobody keeps another's session by signing in over it.
    if (request.sessionToken) await this.sessions.end(request.sessionToken);
    return enter(request, reply, entered, safeReturnPath(form.tiep), this.config);
  }

  @Post('/dang-xuat')
  @Public()
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    if (request.sessionToken) await this.sessions.end(request.sessionToken);
    clearSessionCookie(reply, request);
    return seeOther('/', { notice: 'signed-out' });
  }

  private formPage(next: string) {
    return page('account/sign-in', {
      title: 'Đăng nhập',
      next,
      provider: this.provider.name,
      providerHref: withReturn('/dang-nhap/dinh-danh', next),
      signUpHref: withReturn('/dang-ky', next),
      forgottenHref: withReturn('/quen-mat-khau', next),
    });
  }
}
