import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { CASE_KINDS, type CaseKind } from '#libs/identity';
import { GuardianFieldsDto } from './guardian-fields.js';
import { parseLocalMoment } from './local-moment.js';

const whole = ({ value }: { value: unknown }) => {
  const text = String(value ?? '').trim();
  if (text === '') return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
};
const moment = ({ value }: { value: unknown }) => parseLocalMoment(String(value ?? ''));

export class CaseFormDto {
  @IsIn(CASE_KINDS.filter((kind) => kind !== 'withdraw'), { message: 'case.kind-required' })
  kind: CaseKind;

  @IsOptional()
  @IsString({ message: 'case.wish-required' })
  @MaxLength(5000, { message: 'case.wish-too-long' })
  wish?: string;
}

export class OpenExportFormDto {
  @IsOptional()
  @IsString({ message: 'password.wrong' })
  @MaxLength(1000, { message: 'password.wrong' })
  password: string = '';
}

export class StepFormDto extends GuardianFieldsDto {
  @IsOptional()
  @IsString({ message: 'case.text-required' })
  @MaxLength(5000, { message: 'case.text-too-long' })
  text: string = '';

  @IsOptional()
  @IsString({ message: 'form.invalid' })
  @MaxLength(200, { message: 'form.invalid' })
  evidence?: string;

  @IsOptional()
  @IsString({ message: 'name.required' })
  @MaxLength(100, { message: 'name.too-long' })
  fullName?: string;

  @IsOptional()
  @IsString({ message: 'row.birth-invalid' })
  @MaxLength(40, { message: 'row.birth-invalid' })
  birth?: string;

  @IsOptional()
  @IsString({ message: 'phone.invalid' })
  @MaxLength(40, { message: 'phone.invalid' })
  phone?: string;

  @IsOptional()
  @IsString({ message: 'row.number-invalid' })
  @MaxLength(40, { message: 'row.number-invalid' })
  personalNumber?: string;
}

export class ExtendFormDto {
  @IsOptional()
  @IsString({ message: 'case.reason-required' })
  @MaxLength(5000, { message: 'case.text-too-long' })
  reason: string = '';
}

export class CalendarDayFormDto {
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'calendar.day-invalid' })
  day: string;

  @IsIn(['off', 'work'], { message: 'calendar.kind-invalid' })
  kind: string;

  @IsString({ message: 'calendar.name-required' })
  @MaxLength(200, { message: 'calendar.name-required' })
  name: string;

  @IsString({ message: 'calendar.source-required' })
  @MaxLength(300, { message: 'calendar.source-required' })
  source: string;
}

export class CalendarRemoveFormDto {
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'calendar.day-invalid' })
  day: string;
}

export class ClockFormDto {
  @Transform(whole)
  @IsInt({ message: 'clock.days-invalid' })
  days: number;

  @IsIn(['working', 'calendar'], { message: 'clock.basis-invalid' })
  basis: string;

  @Transform(whole)
  @IsInt({ message: 'clock.days-invalid' })
  extensionDays: number;
}

export class RetentionFormDto {
  @Transform(whole)
  @IsInt({ message: 'calendar.day-invalid' })
  days: number;

  @IsString({ message: 'retention.reason-required' })
  @MaxLength(500, { message: 'retention.reason-required' })
  reason: string;
}

export class BreachFormDto {
  @IsString({ message: 'breach.text-required' })
  @MaxLength(300, { message: 'breach.text-required' })
  title: string;

  @IsOptional()
  @Transform(moment)
  discoveredAt: Date | null;

  @IsString({ message: 'breach.text-required' })
  @MaxLength(4000, { message: 'breach.text-required' })
  facts: string;

  @IsString({ message: 'breach.text-required' })
  @MaxLength(1000, { message: 'breach.text-required' })
  dataKinds: string;

  @IsOptional()
  @Transform(whole)
  affectedCount?: number;
}

export class BreachEventFormDto {
  @IsString({ message: 'breach.kind-required' })
  @MaxLength(40, { message: 'breach.kind-required' })
  kind: string;

  @IsOptional()
  @Transform(moment)
  at: Date | null;

  @IsString({ message: 'breach.text-required' })
  @MaxLength(4000, { message: 'breach.text-required' })
  text: string;

  @IsOptional()
  @Transform(whole)
  count?: number;
}

export class GuardianFormDto {
  @IsString({ message: 'guardian.name-required' })
  @MaxLength(1000, { message: 'guardian.name-required' })
  name: string;

  @IsString({ message: 'guardian.relation-required' })
  @MaxLength(20, { message: 'guardian.relation-required' })
  relation: string;

  @IsString({ message: 'guardian.phone-invalid' })
  @MaxLength(100, { message: 'guardian.phone-invalid' })
  phone: string;
}

export class GuardianCodeFormDto {
  @IsUUID('all', { message: 'code.ended' })
  requestId: string;

  @IsString({ message: 'code.required' })
  @MaxLength(20, { message: 'code.required' })
  code: string;
}
