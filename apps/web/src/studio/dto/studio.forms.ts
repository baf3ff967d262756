import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { COMPETENCE_DOMAINS, type CompetenceDomain } from '#libs/catalogue';
import { toList } from './lists.js';

const LONG = 50_000;

/** Every form of the studio names the revision of the draft it was filled in against. */
export class RevisionForm {
  @Type(() => Number)
  @IsInt({ message: 'form.invalid' })
  @Min(0, { message: 'form.invalid' })
  revision: number;
}

export class MoveForm extends RevisionForm {
  @IsIn(['len', 'xuong'], { message: 'form.invalid' })
  viec: 'len' | 'xuong';
}

export class LessonForm extends RevisionForm {
  @IsOptional()
  @IsIn(['luu', 'xem-thu'], { message: 'form.invalid' })
  viec?: 'luu' | 'xem-thu';

  @IsString({ message: 'lesson.title' })
  @MaxLength(150, { message: 'lesson.title' })
  title: string;

  @Type(() => Number)
  @IsInt({ message: 'lesson.minutes' })
  @Min(1, { message: 'lesson.minutes' })
  @Max(30, { message: 'lesson.minutes' })
  minutes: number;

  @IsString({ message: 'lesson.markdown' })
  @MaxLength(LONG, { message: 'lesson.markdown' })
  markdown: string;

  /** One sentence a line. */
  @IsOptional()
  @IsString({ message: 'lesson.gist-too-long' })
  @MaxLength(2000, { message: 'lesson.gist-too-long' })
  gist?: string;
}

export class FactsForm extends RevisionForm {
  @IsOptional()
  @IsIn(['luu', 'them-nguon'], { message: 'form.invalid' })
  viec?: 'luu' | 'them-nguon';

  @IsString({ message: 'module.title' })
  @MaxLength(150, { message: 'module.title' })
  title: string;

  /** Only while it may change. */
  @IsOptional()
  @IsString({ message: 'slug.invalid' })
  @MaxLength(80, { message: 'slug.invalid' })
  slug?: string;

  @IsString({ message: 'module.summary' })
  @MaxLength(500, { message: 'module.summary' })
  summary: string;

  @Type(() => Number)
  @IsInt({ message: 'module.minutes' })
  @Min(1, { message: 'module.minutes' })
  @Max(60, { message: 'module.minutes' })
  minutes: number;

  /** One per line. */
  @IsString({ message: 'module.objectives-missing' })
  @MaxLength(4000, { message: 'module.objectives-too-many' })
  objectives: string;

  @IsIn(COMPETENCE_DOMAINS, { message: 'module.competence' })
  domain: CompetenceDomain;

  @Type(() => Number)
  @IsIn([1, 2, 3, 4], { message: 'module.competence' })
  level: number;

  @Matches(/^(\d{4}-\d{2}-\d{2})?$/, { message: 'module.review-by' })
  reviewBy: string;

  /** One a line. */
  @IsOptional()
  @IsString({ message: 'module.keyword-too-long' })
  @MaxLength(4000, { message: 'module.keywords-too-many' })
  keywords?: string;

  @SourceField()
  sourceTitle: string[];
  @SourceField()
  sourceNumber: string[];
  @SourceField()
  sourceDate: string[];
  @SourceField()
  sourceIssuer: string[];
  @SourceField()
  sourceUrl: string[];
}

/** One value per source, in the order of the rows. */
function SourceField(): PropertyDecorator {
  return (target, property) => {
    Transform(({ value }) => toList(value))(target, property);
    ArrayMaxSize(30, { message: 'module.sources-too-many' })(target, property);
    MaxLength(500, { each: true, message: 'source.too-long' })(target, property);
  };
}

export class RuleForm extends RevisionForm {
  @Type(() => Number)
  @IsInt({ message: 'quiz.draw-range' })
  @Min(1, { message: 'quiz.draw-range' })
  @Max(200, { message: 'quiz.draw-range' })
  draw: number;

  @Type(() => Number)
  @IsInt({ message: 'quiz.passPercent-range' })
  @Min(1, { message: 'quiz.passPercent-range' })
  @Max(100, { message: 'quiz.passPercent-range' })
  passPercent: number;

  @Type(() => Number)
  @IsInt({ message: 'quiz.maxAttempts-range' })
  @Min(0, { message: 'quiz.maxAttempts-range' })
  @Max(100, { message: 'quiz.maxAttempts-range' })
  maxAttempts: number;

  @Type(() => Number)
  @IsInt({ message: 'quiz.waitMinutes-range' })
  @Min(0, { message: 'quiz.waitMinutes-range' })
  @Max(43_200, { message: 'quiz.waitMinutes-range' })
  waitMinutes: number;
}

export class SubmitForm extends RevisionForm {
  @IsString({ message: 'submission.note-too-long' })
  @MaxLength(2000, { message: 'submission.note-too-long' })
  note: string;
}

export class DecisionForm {
  @IsIn(['approved', 'returned'], { message: 'review.decision' })
  decision: 'approved' | 'returned';

  /** Of the content the page showed. */
  @Matches(/^[0-9a-f]{64}$/, { message: 'review.content-changed' })
  contentHash: string;

  @IsString({ message: 'review.note-too-long' })
  @MaxLength(2000, { message: 'review.note-too-long' })
  note: string;
}
