import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { GuardianFieldsDto } from '../rights/guardian-fields.js';

export class SearchDto {
  @IsOptional()
  @IsString()
  @MaxLength(100)
  tim?: string;
}

export class UnmaskFormDto {
  @IsString({ message: 'purpose.required' })
  @MaxLength(1000, { message: 'purpose.too-long' })
  purpose: string;
}

export class GuardianCorrectionFormDto extends GuardianFieldsDto {
  @IsString({ message: 'reason.required' })
  @MaxLength(2000, { message: 'reason.too-long' })
  reason: string;
}

export class UnmergeFormDto {
  @IsString({ message: 'reason.required' })
  @MaxLength(2000, { message: 'reason.too-long' })
  reason: string;
}

export class MoveFormDto {
  @IsString({ message: 'membership.move-day' })
  @MaxLength(20, { message: 'membership.move-day' })
  on: string;

  @IsUUID('all', { message: 'membership.move-unit' })
  unitId: string;

  @IsOptional()
  @IsString()
  @MaxLength(500, { message: 'position.too-long' })
  position: string = '';

  @IsBoolean()
  @Transform(({ value }) => value === 'yes' || value === true)
  isHead: boolean = false;
}

export class CorrectionFormDto {
  @IsIn(['days', 'never'], { message: 'membership.correct-what' })
  what: 'days' | 'never';

  @IsOptional()
  @IsString({ message: 'membership.no-such-day' })
  @MaxLength(20, { message: 'membership.no-such-day' })
  from: string = '';

  @IsOptional()
  @IsString({ message: 'membership.no-such-day' })
  @MaxLength(20, { message: 'membership.no-such-day' })
  to: string = '';

  @IsString({ message: 'reason.required' })
  @MaxLength(2000, { message: 'reason.too-long' })
  reason: string;
}
