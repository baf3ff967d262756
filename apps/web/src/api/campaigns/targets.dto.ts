import { IsIn, IsInt, IsNumber, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { Choice, Day, Decimal, Id, Moment, Text, Whole } from '../openapi/fields.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const DENOMINATORS = ['roster', 'declared'] as const;
export type Denominator = (typeof DENOMINATORS)[number];

export class TargetsQuery {
  @Id({ description: 'Đơn vị này và mọi đơn vị bên dưới' })
  @IsUUID(undefined, { message: 'unit.unknown' })
  unit: string;
}

export class TargetHistoryQuery {
  @Id()
  @IsUUID(undefined, { message: 'unit.unknown' })
  unit: string;

  @Text({ description: 'all, hoặc mã của một tư cách' })
  @IsString({ message: 'target.line-unknown' })
  @MaxLength(50, { message: 'target.line-unknown' })
  line: string;
}

export class TargetRequest {
  @Id()
  @IsUUID(undefined, { message: 'unit.unknown' })
  unitId: string;

  @Text({ description: 'all, hoặc mã của một tư cách' })
  @IsString({ message: 'target.line-unknown' })
  @MaxLength(50, { message: 'target.line-unknown' })
  line: string;

  @Choice(DENOMINATORS)
  @IsIn(DENOMINATORS, { message: 'target.denominator-unknown' })
  denominator: Denominator;

  @Whole({ optional: true, description: 'Bắt buộc khi denominator là declared, và chỉ khi đó' })
  @IsOptional()
  @IsInt({ message: 'target.number-invalid' })
  declaredNumber?: number;

  @Text({ optional: true, maxLength: 500, description: 'Con số đếm những ai; bắt buộc khi là declared' })
  @IsOptional()
  @IsString({ message: 'target.definition-required' })
  @MaxLength(500, { message: 'target.text-long' })
  definition?: string;

  @Text({ optional: true, maxLength: 500, description: 'Văn bản nêu con số; bắt buộc khi là declared' })
  @IsOptional()
  @IsString({ message: 'target.source-required' })
  @MaxLength(500, { message: 'target.text-long' })
  sourceDocument?: string;

  @Day({ optional: true, description: 'Bắt buộc khi là declared' })
  @IsOptional()
  @Matches(DAY, { message: 'day.invalid' })
  sourceDate?: string;

  @Decimal({ description: 'Từ 0 đến 100, nhiều nhất một chữ số thập phân' })
  @IsNumber({}, { message: 'target.goal-invalid' })
  goalPercent: number;

  @Day()
  @Matches(DAY, { message: 'day.invalid' })
  dueOn: string;

  @Id({ optional: true, description: 'Mã của chỉ tiêu; gửi lại không đặt hai lần' })
  @IsOptional()
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey?: string;
}

/** One that stands, or stood until `supersededAt`. */
export class SetTargetResponse {
  @Id() id: string;
  @Id() unitId: string;
  @Text({ nullable: true, description: 'Tên hôm nay, hoặc của ngày cuối cùng' }) unitName: string | null;
  @Day({ nullable: true, description: 'Đơn vị không còn từ ngày này' }) unitEndedOn: string | null;
  @Text() line: string;
  @Choice(DENOMINATORS) denominator: Denominator;
  @Whole({ nullable: true }) declaredNumber: number | null;
  @Text() definition: string;
  @Text() sourceDocument: string;
  @Day({ nullable: true }) sourceDate: string | null;
  @Decimal() goalPercent: number;
  @Day() dueOn: string;
  @Id({ nullable: true }) authorId: string | null;
  @Text({ nullable: true }) authorName: string | null;
  @Moment() recordedAt: Date;
  @Moment({ nullable: true }) supersededAt: Date | null;
}
