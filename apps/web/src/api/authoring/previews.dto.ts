import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { Flag, Many, One, Text, Texts, Whole } from '../openapi/fields.js';
import { ModuleContentBody } from './content.dto.js';

export class PreviewRequest {
  @One(() => ModuleContentBody)
  @IsObject({ message: 'field.invalid' })
  @ValidateNested()
  @Type(() => ModuleContentBody)
  content: ModuleContentBody;
}

export class LessonPreviewResponse {
  @Whole() position: number;
  @Text() title: string;
  @Whole() minutes: number;
  @Text({ description: 'HTML đã làm sạch, đúng như người học sẽ thấy' }) html: string;
  @Texts() gist: string[];
  @Flag({ description: 'Chữ của trang đã đổi sau khi ghi âm' }) narrationStale: boolean;
}

export class ContentProblemResponse {
  @Text({ description: 'Chỗ phải sửa, ví dụ lessons.0.title' }) path: string;
  @Text() code: string;
  @Text() detail: string;
}

export class PreviewResponse {
  @Many(() => LessonPreviewResponse) lessons: LessonPreviewResponse[];
  @Many(() => ContentProblemResponse, { description: 'Những gì còn phải sửa mới gửi duyệt được' })
  problems: ContentProblemResponse[];
}
