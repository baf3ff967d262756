import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { RevisionForm } from './studio.forms.js';

const SLUG = { message: 'slug.invalid' };

class CourseWords {
  @IsString({ message: 'course.title' })
  @MaxLength(150, { message: 'course.title' })
  title: string;

  @IsString({ message: 'course.summary' })
  @MaxLength(500, { message: 'course.summary' })
  summary: string;

  @IsString({ message: 'course.audience' })
  @MaxLength(300, { message: 'course.audience' })
  audience: string;
}

export class NewCourseForm extends CourseWords {
  @IsUUID('all', { message: 'form.invalid' })
  clientKey: string;

  @IsString(SLUG)
  @MaxLength(80, SLUG)
  slug: string;
}

export class NewModuleForm {
  @IsUUID('all', { message: 'form.invalid' })
  clientKey: string;

  @IsString({ message: 'module.title' })
  @MaxLength(150, { message: 'module.title' })
  title: string;

  @IsString(SLUG)
  @MaxLength(80, SLUG)
  slug: string;
}

export class CourseFactsForm extends RevisionForm {
  @IsString({ message: 'course.title' })
  @MaxLength(150, { message: 'course.title' })
  title: string;

  @IsString({ message: 'course.summary' })
  @MaxLength(500, { message: 'course.summary' })
  summary: string;

  @IsString({ message: 'course.audience' })
  @MaxLength(300, { message: 'course.audience' })
  audience: string;

  /** Only while it may change. */
  @IsOptional()
  @IsString(SLUG)
  @MaxLength(80, SLUG)
  slug?: string;
}

export class CourseListForm extends RevisionForm {
  @IsIn(['them', 'bo', 'len', 'xuong'], { message: 'form.invalid' })
  viec: 'them' | 'bo' | 'len' | 'xuong';

  @IsUUID('all', { message: 'form.invalid' })
  moduleId: string;
}
