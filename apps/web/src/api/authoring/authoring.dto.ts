import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Matches, MaxLength, Min, ValidateNested } from 'class-validator';
import { Choice, Day, Flag, Id, Ids, Moment, One, Text, Whole } from '../openapi/fields.js';
import { ModuleContentBody } from './content.dto.js';

class RevisionRequest {
  @Whole({ description: 'Bản nháp đã đọc; 0 khi chưa có bản nháp' })
  @IsInt({ message: 'field.invalid' })
  @Min(0, { message: 'field.invalid' })
  revision: number;
}

export class RevisionQuery {
  @Whole({ description: 'Bản nháp đã đọc' })
  @Type(() => Number)
  @IsInt({ message: 'field.invalid' })
  @Min(0, { message: 'field.invalid' })
  revision: number;
}

export class SaveDraftRequest extends RevisionRequest {
  @One(() => ModuleContentBody)
  @IsObject({ message: 'field.invalid' })
  @ValidateNested()
  @Type(() => ModuleContentBody)
  content: ModuleContentBody;
}

export class SubmissionRequestBody extends RevisionRequest {
  @Text({ optional: true, maxLength: 2000 })
  @IsOptional()
  @IsString({ message: 'submission.note-too-long' })
  @MaxLength(2000, { message: 'submission.note-too-long' })
  note?: string;
}

export class DecisionRequest {
  @Choice(['approved', 'returned'])
  @IsIn(['approved', 'returned'], { message: 'review.decision' })
  decision: 'approved' | 'returned';

  @Text({ description: 'Của nội dung đã đọc' })
  @Matches(/^[0-9a-f]{64}$/, { message: 'review.content-changed' })
  contentHash: string;

  @Text({ optional: true, maxLength: 2000, description: 'Bắt buộc khi trả lại' })
  @IsOptional()
  @IsString({ message: 'review.note-too-long' })
  @MaxLength(2000, { message: 'review.note-too-long' })
  note?: string;
}

export class StudioPublishedResponse {
  @Whole() number: number;
  @Moment() at: string;
  @Day({ nullable: true }) reviewBy: string | null;
}

export class StudioDraftResponse {
  @Whole() revision: number;
  @Id() updatedBy: string;
  @Moment() updatedAt: string;
}

export class StudioModuleResponse {
  @Id() moduleId: string;
  @Text() code: string;
  @Text() title: string;
  @Id() courseId: string;
  @Text() courseTitle: string;
  @Text() courseCode: string;
  @One(() => StudioPublishedResponse, { nullable: true }) published: StudioPublishedResponse | null;
  @One(() => StudioDraftResponse, { nullable: true }) draft: StudioDraftResponse | null;
  @Moment({ nullable: true }) waitingSince: string | null;
  @Flag() returned: boolean;
}

export class PublishedContentResponse {
  @Id() versionId: string;
  @Whole() number: number;
  @Text() contentHash: string;
}

export class DraftResponse {
  @Id() moduleId: string;
  @Text() code: string;
  @Text() slug: string;
  @Id() courseId: string;
  @Text() courseSlug: string;
  @Flag({ description: 'Có trong danh sách bài đang dùng của chuyên đề' }) listed: boolean;
  @One(() => ModuleContentBody) content: ModuleContentBody;
  @Whole() revision: number;
  @Ids() authors: string[];
  @Id({ nullable: true }) updatedBy: string | null;
  @Moment({ nullable: true }) updatedAt: Date | null;
  @One(() => PublishedContentResponse, { nullable: true }) published: PublishedContentResponse | null;
}

export class SavedResponse {
  @Whole() revision: number;
}

export class SubmissionMadeResponse {
  @Id() id: string;
}

export class ReviewResponse {
  @Choice(['approved', 'returned', 'withdrawn']) decision: string;
  @Id() reviewerId: string;
  @Text() note: string;
  @Moment() at: string;
}

export class SubmissionResponse {
  @Id() id: string;
  @Id() moduleId: string;
  @Text() code: string;
  @Text() title: string;
  @Text() contentHash: string;
  @Ids() authors: string[];
  @Id() submittedBy: string;
  @Moment() submittedAt: Date;
  @Text() note: string;
  @One(() => ReviewResponse, { nullable: true }) review: ReviewResponse | null;
}

export class SubmissionUnderReviewResponse extends SubmissionResponse {
  @One(() => ModuleContentBody) content: ModuleContentBody;
  @Flag() ownWork: boolean;
}

export class DecidedResponse {
  @Id({ nullable: true, description: 'Phiên bản vừa đăng; null khi trả lại' }) versionId: string | null;
}
