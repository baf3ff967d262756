import { IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';
import { Transform } from 'class-transformer';

export class SignInFormDto {
  @IsString({ message: 'phone.required' })
  @MinLength(1, { message: 'phone.required' })
  @MaxLength(30, { message: 'phone.invalid' })
  phone: string;

  @IsString({ message: 'password.required' })
  @MinLength(1, { message: 'password.required' })
  @MaxLength(200, { message: 'password.too-long' })
  password: string;

  /** Where to go afterwards: a path of this site. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  tiep?: string;
}

export class TokenFormDto {
  /** Sent twice, it makes one token. */
  @IsUUID('all', { message: 'form.stale' })
  clientKey: string;

  @IsString({ message: 'token-name.required' })
  @MinLength(2, { message: 'token-name.required' })
  @MaxLength(80, { message: 'token-name.required' })
  name: string;

  @IsInt({ message: 'token-days.invalid' })
  @Transform(({ value }) => Number(value))
  @Min(1, { message: 'token-days.invalid' })
  @Max(365, { message: 'token-days.invalid' })
  days: number;
}
