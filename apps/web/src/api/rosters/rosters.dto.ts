import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { Choice, Day, Id, Many, Moment, One, Table, Text, Texts, Whole } from '../openapi/fields.js';

const OUTCOMES = ['add', 'change', 'skip', 'error'] as const;
type Outcome = (typeof OUTCOMES)[number];
const STATUSES = ['mapping', 'reading', 'failed', 'staged', 'applied', 'undone', 'discarded'] as const;

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

export class OutcomeCountsResponse {
  @Whole() add: number;
  @Whole() change: number;
  @Whole() skip: number;
  @Whole() error: number;
}

export class ImportSummaryResponse {
  @One(() => OutcomeCountsResponse) counts: OutcomeCountsResponse;
  @Texts() ignoredColumns: string[];
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
