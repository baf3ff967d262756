import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { REPORT_FORMATS, REPORT_KINDS, type ReportFormat, type ReportKind } from '#libs/reporting';
import { Choice, Day, Flag, Id, Moment, One, Text, Whole } from '../openapi/fields.js';
import { FiguresResponse } from './figures.dto.js';

export class SnapshotRequest {
  @Id()
  @IsUUID(undefined, { message: 'unit.unknown' })
  unitId: string;

  @Day()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'day.invalid' })
  day: string;

  @Text({ maxLength: 200 })
  @IsString({ message: 'snapshot.title-required' })
  @MaxLength(200, { message: 'snapshot.title-required' })
  title: string;

  @Id({ optional: true })
  @IsOptional()
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey?: string;
}

export class SignOffRequest {
  @Text({ description: 'SHA-256 của bản chốt đã đọc' })
  @Matches(/^[0-9a-f]{64}$/, { message: 'snapshot.hash-differs' })
  sha256: string;
}

export class ReportRequestBody {
  @Choice(REPORT_FORMATS)
  @IsIn(REPORT_FORMATS, { message: 'report.format-unknown' })
  format: ReportFormat;

  @Text({ description: 'Số liệu rời hệ thống để làm gì; được lưu lại' })
  @IsString({ message: 'purpose.required' })
  @MaxLength(2000, { message: 'purpose.too-long' })
  purpose: string;

  @Id()
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey: string;
}

export class SnapshotSummaryResponse {
  @Id() id: string;
  @Id() campaignId: string;
  @Text() title: string;
  @Id() unitId: string;
  @Text() unitName: string;
  @Day() asOfDay: string;
  @Moment() knownAt: Date;
  @Text() definitionsVersion: string;
  @Text() sha256: string;
  @Id() madeBy: string;
  @Moment() madeAt: Date;
  @Id({ nullable: true }) signedBy: string | null;
  @Moment({ nullable: true }) signedAt: Date | null;
}

export class RecountResponse {
  @Text({ description: 'SHA-256 của số liệu vừa tính lại từ dữ liệu gốc' }) sha256: string;
  @Flag({ description: 'Trùng với bản chốt' }) same: boolean;
}

export class SnapshotResponse extends SnapshotSummaryResponse {
  @One(() => FiguresResponse) document: FiguresResponse;
  @Text({ nullable: true }) makerName: string | null;
  @Text({ nullable: true }) signerName: string | null;
}

const STATES = ['waiting', 'running', 'ready', 'failed'] as const;

export class ReportResponse {
  @Id() id: string;
  @Choice(REPORT_KINDS, { description: 'Số liệu của bản chốt, phát sinh trong kỳ, hoặc so sánh hai bản chốt' })
  kind: ReportKind;
  @Id({ nullable: true, description: 'Trống nếu là phát sinh trong kỳ; nếu là so sánh thì là bản sau' })
  snapshotId: string | null;
  @Id({ nullable: true, description: 'Bản trước, nếu là so sánh' }) otherSnapshotId: string | null;
  @Text({ nullable: true }) snapshotTitle: string | null;
  @Id() campaignId: string;
  @Text() campaignSlug: string;
  @Id() unitId: string;
  @Day() asOfDay: string;
  @Day({ nullable: true, description: 'Ngày đầu của kỳ, hoặc ngày của bản trước' }) sinceDay: string | null;
  @Choice(REPORT_FORMATS) format: ReportFormat;
  @Text() template: string;
  @Text() fileName: string;
  @Text() purpose: string;
  @Flag({ description: 'Số liệu chưa có người thứ hai xác nhận' }) draft: boolean;
  @Moment() madeAt: Date;
  @Text({ nullable: true }) makerName: string | null;
  @Choice(STATES) state: (typeof STATES)[number];
  @Whole() done: number;
  @Whole({ nullable: true }) total: number | null;
  @Whole({ nullable: true }) bytes: number | null;
  @Moment({ nullable: true }) readyAt: Date | null;
}
