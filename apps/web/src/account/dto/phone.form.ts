import { IsString, IsUUID, MaxLength } from 'class-validator';

export class ChangePhoneFormDto {
  @IsString({ message: 'phone.invalid' })
  @MaxLength(30, { message: 'phone.invalid' })
  phone: string;

  @IsString({ message: 'password.required' })
  @MaxLength(1000, { message: 'password.too-long' })
  currentPassword: string;
}

export class PhoneCodeFormDto {
  @IsUUID('all', { message: 'code.ended' })
  requestId: string;

  @IsString({ message: 'code.required' })
  @MaxLength(20, { message: 'code.required' })
  code: string;
}
