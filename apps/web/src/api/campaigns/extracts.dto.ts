import { IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { Day, Id, Text } from '../openapi/fields.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

class PurposeRequest {
  @Text({ description: 'Số liệu rời hệ thống để làm gì; được lưu lại', maxLength: 1000 })
  @IsString({ message: 'purpose.required' })
  @MaxLength(1000, { message: 'purpose.too-long' })
  purpose: string;
}

class PeriodRequest extends PurposeRequest {
  @Day({ description: 'Ngày đầu kỳ, tính cả ngày này' })
  @Matches(DAY, { message: 'day.invalid' })
  from: string;

  @Day({ description: 'Ngày cuối kỳ, tính cả ngày này' })
  @Matches(DAY, { message: 'day.invalid' })
  to: string;
}

export class FlowFileRequest extends PeriodRequest {
  @Id()
  @IsUUID(undefined, { message: 'unit.unknown' })
  unitId: string;

  @Id()
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey: string;
}

export class ComparisonFileRequest extends PurposeRequest {
  @Id({ description: 'Bản chốt kia, của cùng đợt và cùng đơn vị' })
  @IsUUID(undefined, { message: 'snapshot.unknown' })
  with: string;

  @Id()
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey: string;
}

export class CompletionsFileRequest extends PeriodRequest {}
