import { IsOptional, IsString, MaxLength } from 'class-validator';

/** Of the application (six digits) or a recovery code: exactly one is filled in. */
export class SecondStepFormDto {
  @IsOptional()
  @IsString({ message: 'second-factor.wrong' })
  @MaxLength(20, { message: 'second-factor.wrong' })
  code?: string;

  @IsOptional()
  @IsString({ message: 'second-factor.wrong' })
  @MaxLength(60, { message: 'second-factor.wrong' })
  recoveryCode?: string;

  /** Where to go afterwards: a path of this site. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  tiep?: string;
}

export class FirstCodeFormDto {
  @IsString({ message: 'second-factor.wrong' })
  @MaxLength(20, { message: 'second-factor.wrong' })
  code: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  tiep?: string;
}

export class BeginSecondFactorFormDto {
  @IsString({ message: 'password.required' })
  @MaxLength(1000, { message: 'password.too-long' })
  currentPassword: string;
}

export class RenewCodesFormDto {
  @IsString({ message: 'second-factor.wrong' })
  @MaxLength(60, { message: 'second-factor.wrong' })
  code: string;
}

export class RemoveSecondFactorFormDto {
  @IsString({ message: 'second-factor.wrong' })
  @MaxLength(60, { message: 'second-factor.wrong' })
  removalCode: string;
}
