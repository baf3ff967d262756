import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { PURPOSE } from '#libs/platform';
import { Choice, Day, Flag, Id, Many, Moment, Text, Texts, Whole } from '../openapi/fields.js';

const KINDS = ['void', 'restore'] as const;
type Kind = (typeof KINDS)[number];
const SOURCES = ['self', 'group'] as const;
const TIME_QUALITIES = ['server', 'device', 'attested', 'time_unknown'] as const;

export class PurposeQuery {
  @Text({
    maxLength: PURPOSE.max,
    description: 'Xem để làm gì; được ghi lại cùng người được xem',
  })
  @IsString({ message: 'purpose.required' })
  @MinLength(PURPOSE.min, { message: 'purpose.required' })
  @MaxLength(PURPOSE.max, { message: 'purpose.too-long' })
  purpose: string;
}

export class PersonSearchQuery extends PurposeQuery {
  @Text({ maxLength: 100, description: 'Một phần họ tên, có dấu hay không dấu; ít nhất hai chữ cái' })
  @IsString({ message: 'adjustment.search-short' })
  @MaxLength(100, { message: 'roster.search-too-long' })
  name: string;

  @Id({ optional: true, description: 'Chỉ trong đơn vị này và bên dưới' })
  @IsOptional()
  @IsUUID(undefined, { message: 'unit.unknown' })
  unit?: string;
}

export class AdjustmentRequestBody {
  @Choice(KINDS)
  @IsIn(KINDS, { message: 'field.invalid' })
  kind: Kind;

  @Text({ maxLength: 1000 })
  @IsString({ message: 'adjustment.reason-missing' })
  @MaxLength(1000, { message: 'adjustment.reason-long' })
  reason: string;

  @Text({ maxLength: 100, description: 'Số văn bản quyết định' })
  @IsString({ message: 'adjustment.document-missing' })
  @MaxLength(100, { message: 'adjustment.document-long' })
  documentNumber: string;

  @Day({ description: 'Ngày của văn bản' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'adjustment.document-date-missing' })
  documentDate: string;

  @Id({ optional: true, description: 'Mã của lần điều chỉnh; gửi lại không điều chỉnh hai lần' })
  @IsOptional()
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey?: string;
}

export class FoundPersonResponse {
  @Id() personId: string;
  @Text() fullName: string;
  @Whole({ nullable: true }) birthYear: number | null;
  @Texts() unitNames: string[];
  @Whole() completions: number;
}

export class AdjustmentHistoryResponse {
  @Id() id: string;
  @Choice(KINDS) kind: Kind;
  @Text() reason: string;
  @Text() documentNumber: string;
  @Day({ nullable: true }) documentDate: string | null;
  @Text({ nullable: true }) authorName: string | null;
  @Moment() recordedAt: string;
}

export class PersonCompletionResponse {
  @Id() id: string;
  @Text() moduleCode: string;
  @Text() moduleTitle: string;
  @Text() courseTitle: string;
  @Whole() versionNumber: number;
  @Moment() completedAt: Date;
  @Moment() recordedAt: Date;
  @Choice(SOURCES) source: (typeof SOURCES)[number];
  @Choice(TIME_QUALITIES) timeQuality: (typeof TIME_QUALITIES)[number];
  @Flag({ description: 'Đã hủy: không được tính' }) isVoid: boolean;
  @Many(() => AdjustmentHistoryResponse) adjustments: AdjustmentHistoryResponse[];
}

export class PersonCompletionsResponse {
  @Id() personId: string;
  @Text({ nullable: true }) fullName: string | null;
  @Many(() => PersonCompletionResponse) completions: PersonCompletionResponse[];
}

export class AdjustmentResponse {
  @Id() id: string;
  @Id() completionId: string;
  @Choice(KINDS) kind: Kind;
  @Text() reason: string;
  @Text() documentNumber: string;
  @Day({ nullable: true }) documentDate: string | null;
  @Id() authorId: string;
  @Moment() recordedAt: Date;
}
