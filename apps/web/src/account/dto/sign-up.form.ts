import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

/** A ticked box sends "yes"; an unticked one sends nothing. */
const ticked = ({ value }: { value: unknown }) => value === 'yes' || value === true;
const MAX_PATH = 1000;

/** Shapes only: what the fields must say is checked by the use case, so that all answers come at once. */
export class SignUpFormDto {
  @IsString({ message: 'name.required' })
  @MaxLength(1000, { message: 'name.too-long' })
  fullName: string;

  @IsString({ message: 'phone.invalid' })
  @MaxLength(100, { message: 'phone.invalid' })
  phone: string;

  @IsString({ message: 'password.required' })
  @MaxLength(1000, { message: 'password.too-long' })
  password: string;

  @IsInt({ message: 'birth-year.invalid' })
  @Transform(({ value }) => (/^\d{4}$/.test(String(value).trim()) ? Number(value) : 0))
  birthYear: number;

  @IsString({ message: 'commune.required' })
  @MaxLength(100, { message: 'commune.required' })
  communeId: string;

  @IsBoolean({ message: 'consent.required' })
  @Transform(ticked)
  consent: boolean = false;

  /** Where to go afterwards: a path of this site. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PATH)
  tiep?: string;
}

export class ResendFormDto {
  @IsUUID('all', { message: 'code.ended' })
  requestId: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_PATH)
  tiep?: string;
}

export class CodeFormDto extends ResendFormDto {
  @IsString({ message: 'code.required' })
  @MaxLength(20, { message: 'code.required' })
  code: string;
}
