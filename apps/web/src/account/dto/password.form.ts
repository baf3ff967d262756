import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

/** Lengths and strength are checked by the use case, so that all answers come at once. */
const MAX = 1000;

export class ChangePasswordFormDto {
  @IsString({ message: 'password.required' })
  @MaxLength(MAX, { message: 'password.too-long' })
  currentPassword: string;

  @IsString({ message: 'password.required' })
  @MaxLength(MAX, { message: 'password.too-long' })
  password: string;
}

export class ForgottenFormDto {
  @IsString({ message: 'phone.invalid' })
  @MaxLength(30, { message: 'phone.invalid' })
  phone: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  tiep?: string;
}

export class ResetFormDto {
  @IsUUID('all', { message: 'code.ended' })
  requestId: string;

  @IsString({ message: 'code.required' })
  @MaxLength(20, { message: 'code.required' })
  code: string;

  @IsString({ message: 'password.required' })
  @MaxLength(MAX, { message: 'password.too-long' })
  password: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  tiep?: string;
}
