import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { DomainError, RuntimeConfig, invalid, notFound } from '#libs/platform';
import { readClaims, type ProviderClaims } from './provider-claims.js';
import { ProviderConfig } from './provider.config.js';

/** The secrets of one sign-in; they never leave the server but for `state` and what is derived from the rest. */
export interface ProviderChecks {
  state: string;
  nonce: string;
  verifier: string;
}

const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/;
const TIMEOUT_SECONDS = 10;

/** OpenID Connect: code flow with PKCE, state and nonce. What the provider is able to do is read from its discovery document. */
@Injectable()
export class ProviderClient {
  private readonly logger = new Logger('Provider');
  private known: Promise<oidc.Configuration> | null = null;

  constructor(
    private readonly provider: ProviderConfig,
    private readonly runtime: RuntimeConfig,
  ) {}

  /** What the button says; null when there is no provider. */
  get name(): string | null {
    return this.provider.oidcIssuer ? this.provider.oidcName : null;
  }

  newChecks(): ProviderChecks {
    return { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  }

  /** Where the browser is sent. Refuses `provider.none`, `provider.unavailable`. */
  async address({ state, nonce, verifier }: ProviderChecks): Promise<string> {
    const url = oidc.buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: this.returnAddress(),
      scope: this.provider.oidcScope,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return url.href;
  }

  /** `answer`: path and query the browser came back with. Refuses `provider.declined`, `provider.answer`, `provider.unavailable`. */
  async redeem(answer: string, { state, nonce, verifier }: ProviderChecks): Promise<ProviderClaims> {
    const configuration = await this.configuration();
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, new URL(answer, this.runtime.baseUrl), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const more = configuration.serverMetadata().userinfo_endpoint
        ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : {};
      return readClaims({ ...more, ...claims }, this.provider);
    } catch (error) {
      throw this.refusal(error);
    }
  }

  private configuration(): Promise<oidc.Configuration> {
    const { oidcIssuer, oidcClientId, oidcClientSecret } = this.provider;
    if (!oidcIssuer || !oidcClientId) throw notFound('page.not-found');
    const local = LOCAL.test(oidcIssuer) && !this.runtime.production;
    this.known ??= oidc.discovery(new URL(oidcIssuer), oidcClientId, oidcClientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      execute: local ? [oidc.allowInsecureRequests] : [],
    });
    return this.known.catch((error) => {
      this.known = null;
      throw this.refusal(error);
    });
  }

  /** Only the kind of the error is written: its details may carry claims. */
  private refusal(error: unknown): DomainError {
    const { code, error: told } = error as { code?: string; error?: string };
    if (told === 'access_denied' || told === 'login_required') return invalid('provider.declined');
    this.logger.warn(`${(error as Error)?.name ?? 'error'} ${code ?? ''} ${told ?? ''}`.trim());
    const away = code === 'OAUTH_TIMEOUT' || error instanceof TypeError || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM';
    return away ? new DomainError('unavailable', 'provider.unavailable') : invalid('provider.answer');
  }

  private returnAddress(): string {
    return `${this.runtime.baseUrl}/dang-nhap/dinh-danh/ve`;
  }
}
