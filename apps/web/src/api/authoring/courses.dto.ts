import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Flag, Id, Ids, Many, Moment, One, Text, Whole } from '../openapi/fields.js';
import { ReviewResponse } from './authoring.dto.js';

const SLUG = { message: 'slug.invalid' };

export class CourseContentBody {
  @Text({ maxLength: 150 })
  @IsString({ message: 'course.title' })
  @MaxLength(150, { message: 'course.title' })
  title: string;

  @Text({ maxLength: 500 })
  @IsString({ message: 'course.summary' })
  @MaxLength(500, { message: 'course.summary' })
  summary: string;

  @Text({ maxLength: 300 })
  @IsString({ message: 'course.audience' })
  @MaxLength(300, { message: 'course.audience' })
  audience: string;

  @Ids({ description: 'Theo thứ tự học' })
  @IsArray({ message: 'field.invalid' })
  @ArrayMaxSize(50, { message: 'course.too-many-modules' })
  @IsUUID('all', { each: true, message: 'field.invalid' })
  moduleIds: string[];
}

export class NewCourseRequest {
  @Id({ description: 'Mã của chuyên đề, do chương trình chọn; gửi lại không tạo hai lần' })
  @IsUUID('all', { message: 'field.invalid' })
  clientKey: string;

  @Text({ maxLength: 150 })
  @IsString({ message: 'course.title' })
  @MaxLength(150, { message: 'course.title' })
  title: string;

  @Text({ maxLength: 500 })
  @IsString({ message: 'course.summary' })
  @MaxLength(500, { message: 'course.summary' })
  summary: string;

  @Text({ optional: true, maxLength: 300 })
  @IsOptional()
  @IsString({ message: 'course.audience' })
  @MaxLength(300, { message: 'course.audience' })
  audience?: string;

  @Text({ optional: true, maxLength: 80, description: 'Địa chỉ; không gửi thì đặt theo tên' })
  @IsOptional()
  @IsString(SLUG)
  @MaxLength(80, SLUG)
  slug?: string;
}

export class NewModuleRequest {
  @Id({ description: 'Mã của bài, do chương trình chọn; gửi lại không tạo hai lần' })
  @IsUUID('all', { message: 'field.invalid' })
  clientKey: string;

  @Text({ maxLength: 150 })
  @IsString({ message: 'module.title' })
  @MaxLength(150, { message: 'module.title' })
  title: string;

  @Text({ optional: true, maxLength: 80, description: 'Địa chỉ; không gửi thì đặt theo tên' })
  @IsOptional()
  @IsString(SLUG)
  @MaxLength(80, SLUG)
  slug?: string;
}

export class AddressRequest {
  @Text({ maxLength: 80 })
  @IsString(SLUG)
  @MaxLength(80, SLUG)
  slug: string;
}

export class SaveCourseDraftRequest {
  @Whole({ description: 'Bản nháp đã đọc; 0 khi chưa có bản nháp' })
  @IsInt({ message: 'field.invalid' })
  @Min(0, { message: 'field.invalid' })
  revision: number;

  @One(() => CourseContentBody)
  @IsObject({ message: 'field.invalid' })
  @ValidateNested()
  @Type(() => CourseContentBody)
  content: CourseContentBody;
}

export class CreatedResponse {
  @Id() id: string;
}

export class StudioCourseResponse {
  @Id() courseId: string;
  @Text() code: string;
  @Text() slug: string;
  @Text() title: string;
  @Whole({ nullable: true, description: 'Bản danh sách đang dùng; null khi chưa đăng' }) number: number | null;
  @Flag() hasDraft: boolean;
  @Moment({ nullable: true }) waitingSince: string | null;
  @Flag() returned: boolean;
}

export class CourseModuleStateResponse {
  @Id() moduleId: string;
  @Text() code: string;
  @Text() slug: string;
  @Text() title: string;
  @Whole({ nullable: true, description: 'Bản đang đăng; null khi chưa đăng' }) number: number | null;
}

export class PublishedListResponse {
  @Id() versionId: string;
  @Whole() number: number;
  @One(() => CourseContentBody) content: CourseContentBody;
}

export class CourseDraftResponse {
  @Id() courseId: string;
  @Text() code: string;
  @Text() slug: string;
  @One(() => CourseContentBody) content: CourseContentBody;
  @Whole() revision: number;
  @Ids() authors: string[];
  @Id({ nullable: true }) updatedBy: string | null;
  @Moment({ nullable: true }) updatedAt: Date | null;
  @One(() => PublishedListResponse, { nullable: true }) published: PublishedListResponse | null;
  @Many(() => CourseModuleStateResponse) modules: CourseModuleStateResponse[];
}

export class ProposalResponse {
  @Id() id: string;
  @Id() courseId: string;
  @Text() code: string;
  @Text() title: string;
  @One(() => CourseContentBody) content: CourseContentBody;
  @Text() contentHash: string;
  @Ids() authors: string[];
  @Id() proposedBy: string;
  @Moment() proposedAt: Date;
  @Text() note: string;
  @One(() => ReviewResponse, { nullable: true }) review: ReviewResponse | null;
}

export class ListedModuleResponse {
  @Id() moduleId: string;
  @Text() code: string;
  @Text() title: string;
  @Whole() number: number;
}

export class ProposalUnderReviewResponse extends ProposalResponse {
  @Text() slug: string;
  @Many(() => ListedModuleResponse) modules: ListedModuleResponse[];
  @Flag() ownWork: boolean;
}
