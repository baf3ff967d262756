import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { REPORT_KINDS, type ReportKind } from '#libs/catalogue';

export class ReportForm {
  @IsUUID('all', { message: 'form.invalid' })
  clientKey: string;

  /** The id of the version that was read. */
  @IsUUID('all', { message: 'form.invalid' })
  ban: string;

  @IsOptional()
  @Matches(/^([1-9]\d{0,2})?$/, { message: 'form.invalid' })
  trang?: string;

  @IsOptional()
  @Matches(/^([0-9a-f-]{36})?$/, { message: 'form.invalid' })
  cau?: string;

  @IsOptional()
  @IsIn(['', ...REPORT_KINDS], { message: 'form.invalid' })
  kind?: ReportKind | '';

  @IsString({ message: 'content-report.message-missing' })
  @MaxLength(1500, { message: 'content-report.message-too-long' })
  message: string;
}
