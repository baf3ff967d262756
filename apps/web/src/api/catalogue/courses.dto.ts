import { Day, Flag, Id, Many, Moment, One, Text, Texts, Whole, Wholes } from '../openapi/fields.js';

export class CourseModuleResponse {
  @Id() moduleId: string;
  @Text() code: string;
  @Text() slug: string;
  @Id() versionId: string;
  @Whole() number: number;
  @Text() title: string;
  @Text() summary: string;
  @Whole() minutes: number;
  @Whole() lessons: number;
}

export class CourseResponse {
  @Id() courseId: string;
  @Text() code: string;
  @Text() slug: string;
  @Id() courseVersionId: string;
  @Whole() number: number;
  @Text() title: string;
  @Text() summary: string;
  @Text() audience: string;
  @Many(() => CourseModuleResponse) modules: CourseModuleResponse[];
}

export class SourceResponse {
  @Text() title: string;
  @Text({ optional: true }) number?: string;
  @Day({ optional: true }) date?: string;
  @Text({ optional: true }) issuer?: string;
  @Text({ optional: true }) url?: string;
}

export class CompetenceResponse {
  @Text() domain: string;
  @Whole() level: number;
}

export class PageLinkResponse {
  @Whole() position: number;
  @Text() title: string;
  @Whole() minutes: number;
}

export class QuizRuleResponse {
  @Whole() questions: number;
  @Whole() needed: number;
  @Whole({ description: '0: không giới hạn' }) maxAttempts: number;
  @Whole() waitMinutes: number;
}

/** Of the reader; empty for who sent no token. */
export class ModuleStandingResponse {
  @Wholes() pagesSeen: number[];
  @Id({ nullable: true }) openAttemptId: string | null;
  @Whole() attemptsUsed: number;
  @Flag() mayStart: boolean;
  @Flag() passed: boolean;
  @Flag() completed: boolean;
}

export class ModuleResponse {
  @Id() moduleId: string;
  @Text() courseSlug: string;
  @Text() slug: string;
  @Id() versionId: string;
  @Whole() number: number;
  @Text() title: string;
  @Text() summary: string;
  @Whole() minutes: number;
  @Texts() objectives: string[];
  @One(() => CompetenceResponse) competence: CompetenceResponse;
  @Many(() => SourceResponse) sources: SourceResponse[];
  @Day({ nullable: true }) reviewBy: string | null;
  @Moment() publishedAt: Date;
  @Many(() => PageLinkResponse) lessons: PageLinkResponse[];
  @One(() => QuizRuleResponse) quiz: QuizRuleResponse;
  @One(() => ModuleStandingResponse) standing: ModuleStandingResponse;
}

export class NarrationResponse {
  @Text({ description: 'Địa chỉ của tệp trên máy chủ này; nhận yêu cầu từng đoạn (Range)' }) href: string;
  @Whole() seconds: number;
  @Whole() bytes: number;
  @Text({ nullable: true, description: 'Lời đọc; null là chữ của trang' }) transcript: string | null;
}

export class LessonResponse {
  @Id() moduleId: string;
  @Id() versionId: string;
  @Whole() position: number;
  @Whole() pages: number;
  @Text() title: string;
  @Whole() minutes: number;
  @Text() html: string;
  @Texts({ description: 'Vài câu ngắn thay cho cả trang, khi bài có' }) gist: string[];
  @One(() => NarrationResponse, { nullable: true }) narration: NarrationResponse | null;
  @Wholes() pagesSeen: number[];
  @Flag({ description: 'Trang này vừa làm bài học được tính là hoàn thành' }) justCompleted: boolean;
}
