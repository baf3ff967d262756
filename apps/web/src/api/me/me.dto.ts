import { Choice, Flag, Id, Ids, Many, Moment, Text, Whole, Wholes } from '../openapi/fields.js';

export class GrantResponse {
  @Text() role: string;
  @Ids() unitIds: string[];
}

export class MeResponse {
  @Id() personId: string;
  @Text() displayName: string;
  @Choice(['session', 'token']) via: 'session' | 'token';
  @Many(() => GrantResponse) grants: GrantResponse[];
}

export class ModuleProgressResponse {
  @Id() moduleId: string;
  @Text() slug: string;
  @Text() code: string;
  @Text() title: string;
  @Text() summary: string;
  @Whole() minutes: number;
  @Whole() pages: number;
  @Wholes() pagesSeen: number[];
  @Whole() currentPage: number;
  @Flag() openAttempt: boolean;
  @Flag() passed: boolean;
  @Flag() completed: boolean;
  @Moment({ nullable: true }) completedAt: Date | null;
  @Moment({ nullable: true }) lastActivityAt: Date | null;
  @Moment({ nullable: true }) quizWaitsUntil: Date | null;
  @Whole({ nullable: true }) attemptsLeft: number | null;
}

export class CourseProgressResponse {
  @Id() courseId: string;
  @Id() courseVersionId: string;
  @Text() code: string;
  @Text() slug: string;
  @Text() title: string;
  @Text() summary: string;
  @Text() audience: string;
  @Whole() minutes: number;
  @Whole() completedModules: number;
  @Many(() => ModuleProgressResponse) modules: ModuleProgressResponse[];
}

export class TokenResponse {
  @Id() id: string;
  @Text() name: string;
  @Moment() createdAt: Date;
  @Moment({ nullable: true }) lastUsedAt: Date | null;
  @Moment() expiresAt: Date;
}
