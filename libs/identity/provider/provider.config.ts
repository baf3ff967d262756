import { IsIn, IsOptional, IsString, IsUrl, MinLength, ValidateIf } from 'class-validator';

/** Another provider people may sign in with (VNeID, the province's single sign-on), found by OpenID Connect discovery. */
export class ProviderConfig {
  /** Its issuer address. Unset: no such way in. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true }, { message: 'phải là địa chỉ đầy đủ của nơi định danh' })
  oidcIssuer?: string = undefined;

  @ValidateIf((config: ProviderConfig) => config.oidcIssuer !== undefined)
  @IsString({ message: 'cần khi có OIDC_ISSUER' })
  @MinLength(1, { message: 'cần khi có OIDC_ISSUER' })
  oidcClientId?: string = undefined;

  @IsOptional()
  @IsString()
  oidcClientSecret?: string = undefined;

  /** What the button says after “Đăng nhập bằng”. */
  @IsString()
  oidcName: string = 'VNeID';

  @IsString()
  oidcScope: string = 'openid profile phone';

  /** The claim that carries the personal number (số định danh cá nhân). */
  @IsString()
  oidcClaimPersonalNumber: string = 'personal_number';

  /** "yes" only where the provider vouches for the number, as VNeID does for accounts of level 2. */
  @IsIn(['yes', 'no'], { message: 'chỉ nhận yes hoặc no' })
  oidcTrustPersonalNumber: string = 'no';
}
