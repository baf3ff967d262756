import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const DAY = /^(\d{4}-\d{2}-\d{2})?$/;
const LOG_WORDS = ['thao-tac', 'luot-xem'] as const;
export type LogWord = (typeof LOG_WORDS)[number];

export class FilterDto {
  @IsOptional()
  @IsIn(LOG_WORDS, { message: 'form.invalid' })
  'nhat-ky'?: LogWord;

  @IsOptional()
  @Matches(DAY, { message: 'audit.day' })
  tu?: string;

  @IsOptional()
  @Matches(DAY, { message: 'audit.day' })
  den?: string;

  /** Part of the name of who did it. */
  @IsOptional()
  @IsString({ message: 'audit.filter-long' })
  @MaxLength(100, { message: 'audit.filter-long' })
  ai?: string;

  @IsOptional()
  @IsString({ message: 'audit.filter-long' })
  @MaxLength(60, { message: 'audit.filter-long' })
  viec?: string;

  @IsOptional()
  @IsString({ message: 'audit.filter-long' })
  @MaxLength(100, { message: 'audit.filter-long' })
  ve?: string;
}

export class LogQueryDto extends FilterDto {
  @IsOptional()
  @IsString({ message: 'audit.cursor' })
  @MaxLength(100, { message: 'audit.cursor' })
  sau?: string;

  /** Why those looked at are to be named. */
  @IsOptional()
  @IsString({ message: 'purpose.required' })
  @MaxLength(2000, { message: 'purpose.too-long' })
  'xem-ten'?: string;

  @IsOptional()
  @IsString()
  'thong-bao'?: string;
}

export class ExportFormDto extends FilterDto {
  @IsString({ message: 'purpose.required' })
  @MaxLength(2000, { message: 'purpose.too-long' })
  purpose: string;
}
