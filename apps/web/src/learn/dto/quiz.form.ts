import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class StartQuizDto {
  /** Made with the page that carries the form: sending the form twice begins one attempt. */
  @IsUUID(undefined, { message: 'form.invalid' })
  clientKey: string;
}

export class SaveAnswerDto {
  @IsUUID(undefined, { message: 'form.invalid' })
  attemptId: string;

  @IsUUID(undefined, { message: 'form.invalid' })
  questionId: string;

  /** The options chosen, as presented; a form without a chosen option sends none. */
  @Transform(({ value }) => (value === undefined ? [] : [value].flat()))
  @IsArray()
  @ArrayMaxSize(10, { message: 'answer.invalid' })
  @IsString({ each: true, message: 'answer.invalid' })
  @MaxLength(10, { each: true, message: 'answer.invalid' })
  answer: string[] = [];

  /** Which button: the question before, the one after, or the list of answers. */
  @IsOptional()
  @IsIn(['truoc', 'sau', 'xem-lai'], { message: 'form.invalid' })
  toi?: 'truoc' | 'sau' | 'xem-lai';
}

export class SubmitQuizDto {
  @IsUUID(undefined, { message: 'form.invalid' })
  attemptId: string;
}
