import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { AUDIO_FORMATS, COMPETENCE_DOMAINS, type AudioFormat, type CompetenceDomain } from '#libs/catalogue';
import { Choice, Day, Many, One, Table, Text, Texts, Whole } from '../openapi/fields.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A module as its authors write it; the same classes check what comes in and describe what goes out. */
export class SourceContent {
  @Text()
  @IsString({ message: 'source.title' })
  @MaxLength(500, { message: 'source.too-long' })
  title: string;

  @Text({ optional: true })
  @IsOptional()
  @IsString({ message: 'field.invalid' })
  @MaxLength(500, { message: 'source.too-long' })
  number?: string;

  @Day({ optional: true })
  @IsOptional()
  @Matches(DAY, { message: 'day.invalid' })
  date?: string;

  @Text({ optional: true })
  @IsOptional()
  @IsString({ message: 'field.invalid' })
  @MaxLength(500, { message: 'source.too-long' })
  issuer?: string;

  @Text({ optional: true })
  @IsOptional()
  @IsString({ message: 'field.invalid' })
  @MaxLength(500, { message: 'source.too-long' })
  url?: string;
}

export class CompetenceContent {
  @Choice(COMPETENCE_DOMAINS)
  @IsIn(COMPETENCE_DOMAINS, { message: 'module.competence' })
  domain: CompetenceDomain;

  @Whole()
  @IsIn([1, 2, 3, 4], { message: 'module.competence' })
  level: number;
}

const HASH = /^[0-9a-f]{64}$/;

/** What is read of a recording is filled in by the server. */
export class NarrationContent {
  @Text({ description: 'Của một bản ghi âm đã gửi' })
  @Matches(HASH, { message: 'narration.unknown' })
  sha256: string;

  @Choice(AUDIO_FORMATS, { optional: true, description: 'Máy chủ tự đọc từ tệp' })
  @IsOptional()
  @IsIn(AUDIO_FORMATS, { message: 'narration.unknown' })
  format: AudioFormat;

  @Whole({ optional: true, description: 'Máy chủ tự đọc từ tệp' })
  @IsOptional()
  @IsInt({ message: 'narration.unknown' })
  seconds: number;

  @Whole({ optional: true, description: 'Máy chủ tự đọc từ tệp' })
  @IsOptional()
  @IsInt({ message: 'narration.unknown' })
  bytes: number;

  @Text({ optional: true, description: 'Của chữ lúc ghi âm; bỏ trống là chữ hiện có' })
  @IsOptional()
  @Matches(HASH, { message: 'narration.unknown' })
  textHash: string;

  @Text({ optional: true, maxLength: 20_000, description: 'Lời đọc, khi khác chữ của trang' })
  @IsOptional()
  @IsString({ message: 'narration.transcript-too-long' })
  @MaxLength(20_000, { message: 'narration.transcript-too-long' })
  transcript?: string;
}

export class LessonContentBody {
  @Text({ maxLength: 150 })
  @IsString({ message: 'lesson.title' })
  @MaxLength(150, { message: 'lesson.title' })
  title: string;

  @Whole()
  @IsInt({ message: 'lesson.minutes' })
  minutes: number;

  @Text({ maxLength: 50_000 })
  @IsString({ message: 'lesson.markdown' })
  @MaxLength(50_000, { message: 'lesson.markdown' })
  markdown: string;

  @Texts({ optional: true, description: 'Ý chính của trang, cho người đọc ít chữ' })
  @IsOptional()
  @IsArray({ message: 'field.invalid' })
  @ArrayMaxSize(5, { message: 'lesson.gist-too-many' })
  @IsString({ each: true, message: 'field.invalid' })
  @MaxLength(200, { each: true, message: 'lesson.gist-too-long' })
  gist?: string[];

  @One(() => NarrationContent, { optional: true })
  @IsOptional()
  @IsObject({ message: 'field.invalid' })
  @ValidateNested()
  @Type(() => NarrationContent)
  narration?: NarrationContent;
}

export class OutlineContent {
  @Texts()
  @IsArray({ message: 'field.invalid' })
  @ArrayMaxSize(10, { message: 'outline.too-many' })
  @IsString({ each: true, message: 'field.invalid' })
  @MaxLength(300, { each: true, message: 'outline.too-long' })
  keyPoints: string[];

  @Texts()
  @IsArray({ message: 'field.invalid' })
  @ArrayMaxSize(10, { message: 'outline.too-many' })
  @IsString({ each: true, message: 'field.invalid' })
  @MaxLength(300, { each: true, message: 'outline.too-long' })
  show: string[];

  @Texts({ description: 'Câu hỏi mở, không có đáp án' })
  @IsArray({ message: 'field.invalid' })
  @ArrayMaxSize(10, { message: 'outline.too-many' })
  @IsString({ each: true, message: 'field.invalid' })
  @MaxLength(300, { each: true, message: 'outline.too-long' })
  questions: string[];
}

export class ModuleContentBody {
  @Text({ maxLength: 150 })
  @IsString({ message: 'module.title' })
  @MaxLength(150, { message: 'module.title' })
  title: string;

  @Text({ maxLength: 500 })
  @IsString({ message: 'module.summary' })
  @MaxLength(500, { message: 'module.summary' })
  summary: string;

  @Whole()
  @IsInt({ message: 'module.minutes' })
  minutes: number;

  @Texts()
  @IsArray({ message: 'module.objectives-missing' })
  @ArrayMaxSize(20, { message: 'module.objectives-too-many' })
  @IsString({ each: true, message: 'module.objectives-missing' })
  @MaxLength(500, { each: true, message: 'module.objectives-too-many' })
  objectives: string[];

  @One(() => CompetenceContent)
  @IsObject({ message: 'module.competence' })
  @ValidateNested()
  @Type(() => CompetenceContent)
  competence: CompetenceContent;

  @Many(() => SourceContent)
  @IsArray({ message: 'module.sources-missing' })
  @ArrayMaxSize(30, { message: 'module.sources-too-many' })
  @ValidateNested({ each: true })
  @Type(() => SourceContent)
  sources: SourceContent[];

  @Day({ nullable: true })
  @IsOptional()
  @Matches(DAY, { message: 'module.review-by' })
  reviewBy: string | null;

  @Many(() => LessonContentBody)
  @IsArray({ message: 'module.lessons-missing' })
  @ArrayMaxSize(50, { message: 'module.lessons-too-many' })
  @ValidateNested({ each: true })
  @Type(() => LessonContentBody)
  lessons: LessonContentBody[];

  @Texts({ optional: true, description: 'Từ người dân hay dùng, để tìm kiếm' })
  @IsOptional()
  @IsArray({ message: 'field.invalid' })
  @ArrayMaxSize(30, { message: 'module.keywords-too-many' })
  @IsString({ each: true, message: 'field.invalid' })
  @MaxLength(60, { each: true, message: 'module.keyword-too-long' })
  keywords?: string[];

  @One(() => OutlineContent, { optional: true, description: 'Đề cương cho báo cáo viên' })
  @IsOptional()
  @IsObject({ message: 'field.invalid' })
  @ValidateNested()
  @Type(() => OutlineContent)
  outline?: OutlineContent;

  /** Each part is checked by the lib that owns it, when the draft is handed in. */
  @Table(true, { description: 'Các phần kèm theo; assessment là bài kiểm tra. Được kiểm tra khi gửi duyệt.' })
  @IsObject({ message: 'field.invalid' })
  parts: Record<string, unknown>;
}
