import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Sessions, safeReturnPath } from '#libs/identity';
import { RuntimeConfig, invalid } from '#libs/platform';
import { Public } from '../shell/access.js';
import { authenticate } from '../shell/auth/authenticate.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { clearSessionCookie, setSessionCookie } from '../shell/session.hook.js';
import { SignInFormDto } from './dto/sign-in.form.js';
import { returnPath, withReturn } from './return-path.js';

@Controller()
export class SignInController {
  constructor(
    private readonly sessions: Sessions,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/dang-nhap')
  @Public()
  form(@Req() request: FastifyRequest, @Query('tiep') tiep?: string) {
    const next = returnPath(request, tiep);
    return request.actor ? seeOther(next) : this.formPage(next);
  }

  @Post('/dang-nhap')
  @Public()
  @OnInvalid<SignInController>((self, request) => self.formPage(safeReturnPath((request.body as SignInFormDto).tiep)))
  async signIn(
    @Body() form: SignInFormDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const signedIn = await authenticate<{ token: string }>('local', request);
    if (!signedIn) throw invalid('sign-in.refused', { password: 'sign-in.refused' });
    // A session that was open in this browser ends: nobody keeps another's session by signing in over it.
    if (request.sessionToken) await this.sessions.end(request.sessionToken);
    setSessionCookie(reply, request, signedIn.token, this.config);
    return seeOther(safeReturnPath(form.tiep));
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
      signUpHref: withReturn('/dang-ky', next),
      forgottenHref: withReturn('/quen-mat-khau', next),
    });
  }
}
