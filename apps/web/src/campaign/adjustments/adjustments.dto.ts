import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

export class AdjustmentSearchQuery {
  @IsOptional()
  @IsUUID(undefined, { message: 'unit.unknown' })
  'don-vi'?: string;

  @IsOptional()
  @IsString({ message: 'form.invalid' })
  @MaxLength(100, { message: 'roster.search-too-long' })
  ten?: string;

  @IsOptional()
  @IsString()
  'thong-bao'?: string;
}

export class AdjustmentFormDto {
  @IsUUID(undefined, { message: 'form.invalid' })
  clientKey: string;

  @IsIn(['void', 'restore'], { message: 'form.invalid' })
  kind: 'void' | 'restore';

  @IsString({ message: 'adjustment.reason-missing' })
  @MaxLength(1000, { message: 'adjustment.reason-long' })
  reason: string;

  @IsString({ message: 'adjustment.document-missing' })
  @MaxLength(100, { message: 'adjustment.document-long' })
  documentNumber: string;

  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'adjustment.document-date-missing' })
  documentDate: string;
}
