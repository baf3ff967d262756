import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';

export class SettingFormDto {
  @IsInt({ message: 'setting.not-a-number' })
  @Transform(({ value }) => (/^\s*\d{1,6}\s*$/.test(String(value)) ? Number(value) : Number.NaN))
  value: number;

  @IsOptional()
  @IsString()
  @MaxLength(2000, { message: 'setting.reason-too-long' })
  reason?: string;
}

export class ReasonFormDto {
  @IsString({ message: 'reason.required' })
  @MaxLength(2000, { message: 'reason.too-long' })
  reason: string;
}

export class ResetDecisionFormDto {
  @IsIn(['done', 'refused'], { message: 'field.invalid' })
  outcome: 'done' | 'refused';
}
