import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

export class ReadingForm {
  @IsIn(['chu-to', 'thuong'], { message: 'form.invalid' })
  cach: 'chu-to' | 'thuong';

  /** The page to go back to. */
  @IsOptional()
  @IsString({ message: 'form.invalid' })
  @MaxLength(300, { message: 'form.invalid' })
  ve?: string;
}

/** An address of this site without its question; home for anything else. */
export const ownPath = (text: unknown): string =>
  typeof text === 'string' && /^\/(?![/\\])[\w\-/.]{0,299}$/.test(text) ? text : '/';
