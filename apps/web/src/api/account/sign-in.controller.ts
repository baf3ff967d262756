import { Body, Headers, Post } from '@nestjs/common';
import { TokenEntrance } from '#libs/identity';
import type { RequestOrigin } from '#libs/platform';
import { Origin } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { Operation } from '../openapi/operation.js';
import { NewTokenResponse, PasswordSignInRequest } from './account.dto.js';

/** Signing in with what is typed into an app of the person's own. */
@ApiArea('account')
export class SignInApi {
  constructor(private readonly entrance: TokenEntrance) {}

  @Post('tokens')
  @Operation('tokens.by-password', 'public', { ok: NewTokenResponse, status: 201, problems: [403, 409, 422, 429] })
  async byPassword(
    @Body() { phone, password, ...wish }: PasswordSignInRequest,
    @Origin() origin: RequestOrigin,
    @Headers('user-agent') userAgent?: string,
  ): Promise<NewTokenResponse> {
    return this.entrance.byPassword(phone, password, wish, origin, userAgent);
  }
}
