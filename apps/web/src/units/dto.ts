import { ROSTER_COLUMNS, type RosterColumn } from '#libs/rosters';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Transform, Type } from 'class-transformer';
import { PURPOSES } from './words.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class RosterQueryDto {
  /** Of the people to list: a capacity. */
  @IsOptional()
  @IsString({ message: 'form.invalid' })
  @MaxLength(40, { message: 'form.invalid' })
  'doi-tuong'?: string;

  @IsOptional()
  @IsString({ message: 'form.invalid' })
  @MaxLength(100, { message: 'roster.search-too-long' })
  tim?: string;

  @IsOptional()
  @IsIn(Object.keys(PURPOSES), { message: 'roster.purpose-required' })
  'muc-dich'?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'form.invalid' })
  @Min(1, { message: 'form.invalid' })
  @Max(100_000, { message: 'form.invalid' })
  trang?: number;

  @IsOptional()
  @IsString()
  'thong-bao'?: string;
}

export class ImportRowsQueryDto {
  @IsOptional()
  @IsIn(['loi', 'them', 'doi', 'giu'], { message: 'form.invalid' })
  xem?: 'loi' | 'them' | 'doi' | 'giu';

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'form.invalid' })
  @Min(1, { message: 'form.invalid' })
  @Max(100_000, { message: 'form.invalid' })
  trang?: number;

  @IsOptional()
  @IsIn(['0', '1'], { message: 'form.invalid' })
  'tu-tai-lai'?: '0' | '1';

  @IsOptional()
  @IsString()
  'thong-bao'?: string;
}

export class ImportFormDto {
  @IsUUID(undefined, { message: 'form.invalid' })
  clientKey: string;

  @IsUUID(undefined, { message: 'import.unit-missing' })
  unitId: string;

  @IsString({ message: 'import.capacity-missing' })
  @MaxLength(40, { message: 'import.capacity-missing' })
  capacity: string;

  @Matches(DAY, { message: 'import.day' })
  effectiveOn: string;

  @IsIn(['update', 'whole', 'whole-alone'], { message: 'import.mode' })
  mode: 'update' | 'whole' | 'whole-alone';

  /** As the multipart reader hands it over. */
  @IsObject({ message: 'import.file-missing' })
  file: { fileName: string; data: Buffer };
}

export class ApplyFormDto {
  /** As many as the page said would leave. */
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'form.invalid' })
  @Min(0, { message: 'form.invalid' })
  leaves?: number;

  @IsOptional()
  @IsIn(['yes'], { message: 'form.invalid' })
  many?: string;
}

const COLUMN_CHOICES = ['', ...ROSTER_COLUMNS];

export class ColumnsFormDto {
  /** One for each column of the file, in their order. */
  @Transform(({ value }) => [value].flat())
  @IsArray({ message: 'form.invalid' })
  @ArrayMaxSize(100, { message: 'form.invalid' })
  @IsIn(COLUMN_CHOICES, { each: true, message: 'form.invalid' })
  cot: (RosterColumn | '')[];

  @IsOptional()
  @IsIn(['yes'], { message: 'form.invalid' })
  headless?: string;
}

export class FileFormatQueryDto {
  @IsIn(['xlsx', 'csv'], { message: 'form.invalid' })
  dang: 'xlsx' | 'csv';
}

export class ExportQueryDto extends FileFormatQueryDto {
  @IsString({ message: 'form.invalid' })
  @MaxLength(40, { message: 'form.invalid' })
  'doi-tuong': string;

  @IsIn(Object.keys(PURPOSES), { message: 'roster.purpose-required' })
  'muc-dich': string;
}

export class LeaveFormDto {
  @Matches(DAY, { message: 'membership.leave-day' })
  on: string;
}

export class DoubtFormDto {
  @IsIn(['mot-nguoi', 'hai-nguoi'], { message: 'doubt.choose' })
  ketLuan: 'mot-nguoi' | 'hai-nguoi';

  @IsUUID(undefined, { message: 'form.invalid' })
  doubtId: string;
}
