import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { PurposeQuery } from '../adjustments/adjustments.dto.js';
import { Choice, Day, Id, Text } from '../openapi/fields.js';
import { MODES } from './rosters.dto.js';

export class RosterFileQuery {
  @Text({ description: 'Mã tư cách của mọi người trong danh sách' })
  @IsString({ message: 'import.capacity-not-of-tree' })
  @MaxLength(50, { message: 'import.capacity-not-of-tree' })
  capacity: string;

  @Day()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'import.day' })
  effectiveOn: string;

  @Choice(MODES, { optional: true })
  @IsOptional()
  @IsIn(MODES, { message: 'import.mode' })
  mode?: (typeof MODES)[number];

  @Text({ optional: true, maxLength: 200, description: 'Tên của tệp gửi lên, nếu bỏ' })
  @IsOptional()
  @IsString({ message: 'field.invalid' })
  @MaxLength(200, { message: 'field.invalid' })
  fileName?: string;

  @Id({ optional: true })
  @IsOptional()
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey?: string;
}

/** As the readers of both media types hand it over. */
export class RosterFileBody {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'Tệp CSV (UTF-8) hoặc XLSX, đến 20 MB. Với text/csv, thân yêu cầu chính là nội dung tệp.',
  })
  @IsObject({ message: 'import.file-missing' })
  csv: { fileName?: string; data: Buffer };
}

const FORMATS = ['csv', 'xlsx'] as const;

export class RosterExportQuery extends PurposeQuery {
  @Text({ description: 'Mã tư cách của mọi người trong danh sách' })
  @IsString({ message: 'import.capacity-missing' })
  @MaxLength(40, { message: 'import.capacity-missing' })
  capacity: string;

  @Choice(FORMATS)
  @IsIn(FORMATS, { message: 'field.invalid' })
  format: (typeof FORMATS)[number];
}
