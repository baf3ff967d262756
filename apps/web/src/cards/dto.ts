import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const ticked = ({ value }: { value: unknown }) => value === 'yes' || value === true;

export class AssistedFormDto {
  @IsString({ message: 'card.unit-required' })
  @MaxLength(100, { message: 'card.unit-required' })
  unitId: string;

  @IsString({ message: 'name.required' })
  @MaxLength(1000, { message: 'name.too-long' })
  fullName: string;

  @IsInt({ message: 'birth-year.invalid' })
  @Transform(({ value }) => (/^\d{4}$/.test(String(value).trim()) ? Number(value) : 0))
  birthYear: number;

  @IsBoolean({ message: 'card.consent-required' })
  @Transform(ticked)
  consent: boolean = false;

  /** Asked once the birth year says that somebody under sixteen stands here. */
  @IsOptional()
  @IsString({ message: 'guardian.name-required' })
  @MaxLength(1000, { message: 'guardian.name-required' })
  guardianName?: string;

  @IsOptional()
  @IsString({ message: 'guardian.relation-required' })
  @MaxLength(20, { message: 'guardian.relation-required' })
  guardianRelation?: string;

  @IsOptional()
  @IsBoolean({ message: 'card.guardian-consent-required' })
  @Transform(ticked)
  guardianConsent?: boolean;

  /** Someone who was offered, or `new`. */
  @IsOptional()
  @IsString({ message: 'card.choose' })
  @MaxLength(200, { message: 'card.choose' })
  who?: string;
}

export class PinFormDto {
  @IsString({ message: 'card.pin-required' })
  @Matches(/^\s*(\d\s*){6}$/, { message: 'card.pin-required' })
  pin: string;
}
