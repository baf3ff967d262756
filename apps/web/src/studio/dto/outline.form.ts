import { IsString, MaxLength } from 'class-validator';
import { RevisionForm } from './studio.forms.js';

const LONG = 4000;

/** One line each. */
export class OutlineForm extends RevisionForm {
  @IsString({ message: 'outline.too-long' })
  @MaxLength(LONG, { message: 'outline.too-long' })
  keyPoints: string;

  @IsString({ message: 'outline.too-long' })
  @MaxLength(LONG, { message: 'outline.too-long' })
  show: string;

  @IsString({ message: 'outline.too-long' })
  @MaxLength(LONG, { message: 'outline.too-long' })
  questions: string;
}
