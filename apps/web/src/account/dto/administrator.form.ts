import { Transform } from 'class-transformer';
import { IsBoolean, IsString, IsUUID, MaxLength } from 'class-validator';

export class NewAdministratorFormDto {
  @IsUUID('all', { message: 'code.ended' })
  requestId: string;

  @IsString({ message: 'code.required' })
  @MaxLength(20, { message: 'code.required' })
  code: string;

  @IsString({ message: 'password.required' })
  @MaxLength(1000, { message: 'password.too-long' })
  password: string;

  @IsBoolean({ message: 'consent.required' })
  @Transform(({ value }) => value === 'yes' || value === true)
  consent: boolean = false;
}
