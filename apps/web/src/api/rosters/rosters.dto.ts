import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { ROSTER_COLUMNS, type RosterColumn } from '#libs/rosters';
import { Choice, Day, Flag, Id, Many, Moment, One, Table, Text, Texts, Whole } from '../openapi/fields.js';

const OUTCOMES = ['add', 'change', 'skip', 'error'] as const;
type Outcome = (typeof OUTCOMES)[number];
const STATUSES = [
  'mapping',
  'reading',
  'failed',
  'staged',
  'applying',
  'applied',
  'undoing',
  'undone',
  'discarded',
] as const;
export const MODES = ['update', 'whole'] as const;

export class RosterImportRequest {
  @Text({ description: 'Mã tư cách của mọi người trong danh sách' })
  @IsString({ message: 'import.capacity-not-of-tree' })
  @MaxLength(50, { message: 'import.capacity-not-of-tree' })
  capacity: string;

  @Text({ maxLength: 200 })
  @IsString({ message: 'field.invalid' })
  @MaxLength(200, { message: 'field.invalid' })
  fileName: string;

  @Day()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'import.day' })
  effectiveOn: string;

  @Choice(MODES, { optional: true, description: 'whole: người không có trong tệp thôi tên' })
  @IsOptional()
  @IsIn(MODES, { message: 'import.mode' })
  mode?: (typeof MODES)[number];

  @Flag({ optional: true, description: 'Tệp whole là của cả các đơn vị bên dưới (mặc định) hay của riêng đơn vị' })
  @IsOptional()
  @IsBoolean({ message: 'field.invalid' })
  withBelow?: boolean;

  @Text({ description: 'Nội dung CSV (UTF-8). Tệp lớn hơn 1 MB hãy gửi bằng roster-files.' })
  @IsString({ message: 'import.empty' })
  @MinLength(1, { message: 'import.empty' })
  csv: string;

  @Id({ optional: true })
  @IsOptional()
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey?: string;
}

export class RosterRowsQuery {
  @Choice(OUTCOMES)
  @IsIn(OUTCOMES, { message: 'field.invalid' })
  outcome: Outcome;

  @Whole({ optional: true })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'field.invalid' })
  @Min(0, { message: 'field.invalid' })
  offset = 0;

  @Whole({ optional: true })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'field.invalid' })
  @Min(1, { message: 'field.invalid' })
  @Max(500, { message: 'field.invalid' })
  limit = 50;
}

export class RosterApplicationRequest {
  @Whole({ optional: true, description: 'Số người sẽ thôi tên mà bản xem trước đã nói' })
  @IsOptional()
  @IsInt({ message: 'field.invalid' })
  @Min(0, { message: 'field.invalid' })
  leaves?: number;

  @Flag({ optional: true, description: 'Đồng ý dù nhiều người thôi tên' })
  @IsOptional()
  @IsBoolean({ message: 'field.invalid' })
  many?: boolean;
}

const COLUMN_CHOICES = [...ROSTER_COLUMNS, ''];

export class RosterColumnsRequest {
  @Texts({ description: 'Loại của từng cột theo thứ tự trong tệp; để trống nếu không dùng' })
  @IsArray({ message: 'field.invalid' })
  @ArrayMaxSize(100, { message: 'field.invalid' })
  @IsIn(COLUMN_CHOICES, { each: true, message: 'field.invalid' })
  columns: (RosterColumn | '')[];

  @Flag({ optional: true, description: 'Tệp không có dòng tên cột' })
  @IsOptional()
  @IsBoolean({ message: 'field.invalid' })
  headless?: boolean;
}

export class RosterColumnResponse {
  @Whole() place: number;
  @Text() heading: string;
  @Text({ nullable: true }) column: string | null;
  @Texts() samples: string[];
}

export class OutcomeCountsResponse {
  @Whole() add: number;
  @Whole() change: number;
  @Whole() skip: number;
  @Whole() error: number;
}

export class LeavesResponse {
  @Whole() count: number;
  @Whole() of: number;
}

export class ImportSummaryResponse {
  @One(() => OutcomeCountsResponse) counts: OutcomeCountsResponse;
  @Texts() ignoredColumns: string[];
  @Texts({ optional: true, description: 'Trang tính khác của tệp, không đọc' }) otherSheets?: string[];
  @Texts({ optional: true, description: 'Trang tính khác có danh sách, không đọc' }) otherLists?: string[];
  @Whole({ optional: true, description: 'Số dòng bị ẩn trong tệp, vẫn được đọc' }) hiddenRows?: number;
  @Whole({ optional: true, description: 'Số ngày sinh có thể đã bị đổi chỗ ngày và tháng' }) swappedDays?: number;
  @One(() => LeavesResponse, { optional: true }) leaves?: LeavesResponse;
}

export class ImportFailureResponse {
  @Text() code: string;
  @Table(true) data: Record<string, unknown>;
}

export class RosterImportResponse {
  @Id() id: string;
  @Id() unitId: string;
  @Text() unitName: string;
  @Text() capacity: string;
  @Text() fileName: string;
  @Day() effectiveOn: string;
  @Choice(STATUSES) status: (typeof STATUSES)[number];
  @One(() => ImportSummaryResponse) summary: ImportSummaryResponse;
  @Moment() createdAt: Date;
  @Moment({ nullable: true }) appliedAt: Date | null;
  @Choice(MODES) mode: (typeof MODES)[number];
  @Flag() withBelow: boolean;
  @Whole({ description: 'Số dòng đã đọc; khi applying: đã ghi' }) rowsDone: number;
  @Whole({ nullable: true }) rowsTotal: number | null;
  @One(() => ImportFailureResponse, { nullable: true }) failure: ImportFailureResponse | null;
  @Moment({ nullable: true }) undoneAt: Date | null;
}

export class RowReasonResponse {
  @Text() code: string;
  @Text() detail: string;
  @Text({ optional: true }) column?: string;
  @Table(true, { optional: true }) data?: Record<string, string | number>;
}

export class RosterRowResponse {
  @Whole() rowNumber: number;
  @Choice(OUTCOMES) outcome: Outcome;
  @Many(() => RowReasonResponse) reasons: RowReasonResponse[];
  @Table({ type: 'string' }) cells: Record<string, unknown>;
  @Text({ nullable: true }) unitName: string | null;
}
