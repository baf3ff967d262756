import { Body, Get, Headers, Param, Post } from '@nestjs/common';
import { LEARNING_CONSENT, PasswordRules, SignUp, TokenEntrance } from '#libs/identity';
import type { RequestOrigin } from '#libs/platform';
import { Communes } from '../../account/communes.service.js';
import { consentTexts } from '../../account/consent-texts.js';
import { Origin } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import {
  ConfirmSignUpRequest,
  NewTokenResponse,
  SignUpBegunResponse,
  SignUpFormResponse,
  SignUpRequest,
} from './account.dto.js';

/** Signing up as on the page; in place of a session it ends with a token. */
@ApiArea('account')
export class SignUpsApi {
  constructor(
    private readonly signUp: SignUp,
    private readonly entrance: TokenEntrance,
    private readonly communes: Communes,
    private readonly rules: PasswordRules,
  ) {}

  @Get('sign-up-form')
  @Operation('sign-ups.form', 'public', { ok: SignUpFormResponse })
  async form(): Promise<SignUpFormResponse> {
    const communes = await this.communes.options();
    const { textVersion } = LEARNING_CONSENT;
    return {
      communes: communes.map(({ value, label }) => ({ id: value, name: label })),
      consent: { textVersion, ...consentTexts[textVersion]! },
      minPasswordLength: this.rules.minLength(false),
    };
  }

  @Post('sign-ups')
  @Operation('sign-ups.begin', 'public', { ok: SignUpBegunResponse, status: 202, problems: [422, 429] })
  async begin(@Body() form: SignUpRequest, @Origin() origin: RequestOrigin): Promise<SignUpBegunResponse> {
    return this.signUp.begin(form, origin);
  }

  @Post('sign-ups/:id/codes')
  @Operation('sign-ups.resend', 'public', { ok: SignUpBegunResponse, status: 202, problems: [404, 410, 429] })
  async resend(@Param('id', ID) id: string, @Origin() origin: RequestOrigin): Promise<SignUpBegunResponse> {
    return this.signUp.resend(id, origin);
  }

  @Post('sign-ups/:id/confirmation')
  @Operation('sign-ups.confirm', 'public', {
    ok: NewTokenResponse,
    status: 201,
    problems: [403, 404, 409, 410, 422],
  })
  async confirm(
    @Param('id', ID) id: string,
    @Body() { code, ...wish }: ConfirmSignUpRequest,
    @Origin() origin: RequestOrigin,
    @Headers('user-agent') userAgent?: string,
  ): Promise<NewTokenResponse> {
    return this.entrance.bySignUp(id, code, wish, origin, userAgent);
  }
}
