import { Injectable } from '@nestjs/common';
import { forbidden, type RequestOrigin } from '#libs/platform';
import { ApiTokens } from './api-tokens.service.js';
import type { Entered } from './security/entrance.service.js';
import { Sessions } from './sessions.service.js';
import { SignIn } from './sign-in.service.js';
import { SignUp } from './sign-up.service.js';

/** The token that a program wants for its person: what it is called, how long it lasts. */
export interface TokenWish {
  name: string;
  days: number;
  clientKey?: string;
}

export interface Admitted {
  id: string;
  token: string;
  awaitsGuardian: boolean;
}

/** From a first proof to a token. Whoever owes a second step makes theirs on the site: a program gives no step away. */
@Injectable()
export class TokenEntrance {
  constructor(
    private readonly signUp: SignUp,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
  ) {}

  /** `token.second-step` may follow an account that was made: the code is used up then. */
  async bySignUp(
    requestId: string,
    code: string,
    wish: TokenWish,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<Admitted> {
    this.tokens.check(wish);
    return this.admit(await this.signUp.confirm(requestId, code, origin, userAgent), wish, origin);
  }

  async byPassword(
    phone: string,
    password: string,
    wish: TokenWish,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<Admitted> {
    this.tokens.check(wish);
    return this.admit(await this.signIn.withPassword(phone, password, origin, userAgent), wish, origin);
  }

  /** The session of the proof makes the token and ends. */
  private async admit(entered: Entered, wish: TokenWish, origin: RequestOrigin): Promise<Admitted> {
    if (entered.step) throw forbidden('token.second-step');
    try {
      const actor = await this.sessions.resolve(entered.token, origin);
      if (!actor) throw forbidden('token.second-step');
      const made = await this.tokens.issue(actor, wish.name, wish.days, wish.clientKey);
      return { ...made, awaitsGuardian: actor.awaitsGuardian ?? false };
    } finally {
      await this.sessions.end(entered.token);
    }
  }
}
