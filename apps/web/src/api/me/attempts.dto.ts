import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { Choice, Flag, Id, Many, Moment, Table, Text, Texts, Whole } from '../openapi/fields.js';

export class StartAttemptRequest {
  @Text()
  @IsString({ message: 'course.unknown' })
  @MaxLength(200, { message: 'course.unknown' })
  courseSlug: string;

  @Text()
  @IsString({ message: 'module.unknown' })
  @MaxLength(200, { message: 'module.unknown' })
  moduleSlug: string;

  @Id({ description: 'Tạo một lần cho mỗi lần bắt đầu; gửi lại cùng khóa không tạo bài thứ hai' })
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey: string;
}

export class AnswerRequest {
  @Texts({ description: 'Giá trị (value) của các lựa chọn; rỗng là bỏ câu trả lời' })
  @IsArray({ message: 'answer.invalid' })
  @ArrayMaxSize(10, { message: 'answer.invalid' })
  @IsString({ each: true, message: 'answer.invalid' })
  @MaxLength(10, { each: true, message: 'answer.invalid' })
  answer: string[];
}

export class SubmissionRequest {
  @Table(
    { type: 'array', items: { type: 'string' } },
    { optional: true, description: 'Các câu trả lời chưa lưu, theo mã câu hỏi' },
  )
  @IsOptional()
  @IsObject({ message: 'answer.invalid' })
  answers?: Record<string, unknown>;
}

export class OptionResponse {
  @Text() value: string;
  @Text() text: string;
  @Flag() chosen: boolean;
}

const TYPES = ['single', 'multiple', 'true_false'];

export class QuestionResponse {
  @Id() id: string;
  @Whole() number: number;
  @Choice(TYPES) type: string;
  @Text() stem: string;
  @Flag() several: boolean;
  @Many(() => OptionResponse) options: OptionResponse[];
  @Flag() answered: boolean;
}

/** An attempt before submission: no key, no feedback. */
export class AttemptResponse {
  @Id() id: string;
  @Id() moduleId: string;
  @Id() moduleVersionId: string;
  @Moment() startedAt: Date;
  @Moment({ nullable: true }) submittedAt: Date | null;
  @Many(() => QuestionResponse) questions: QuestionResponse[];
  @Whole() answered: number;
  @Whole() total: number;
  @Whole() needed: number;
}

export class SubmittedResponse {
  @Id() attemptId: string;
  @Flag() passed: boolean;
  @Whole() correct: number;
  @Whole() total: number;
  @Whole() needed: number;
  @Moment() submittedAt: Date;
  @Flag() alreadySubmitted: boolean;
  @Id({ nullable: true, description: 'Lượt hoàn thành do bài này đem lại' }) completionId: string | null;
}

export class ReviewedOptionResponse extends OptionResponse {
  @Flag() correct: boolean;
  @Text({ nullable: true }) feedback: string | null;
}

export class ReviewedQuestionResponse {
  @Id() id: string;
  @Whole() number: number;
  @Choice(TYPES) type: string;
  @Text() stem: string;
  @Flag() several: boolean;
  @Flag() answered: boolean;
  @Many(() => ReviewedOptionResponse) options: ReviewedOptionResponse[];
  @Flag() right: boolean;
  @Text() explanation: string;
}

export class ReviewedAttemptResponse {
  @Id() id: string;
  @Id() moduleId: string;
  @Id() moduleVersionId: string;
  @Moment() submittedAt: Date;
  @Flag() passed: boolean;
  @Whole() correct: number;
  @Whole() total: number;
  @Whole() needed: number;
  @Many(() => ReviewedQuestionResponse) questions: ReviewedQuestionResponse[];
}
