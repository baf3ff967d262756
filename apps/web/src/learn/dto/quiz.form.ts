import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

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

  /** A page that sends answers again names itself and counts: of two sendings of its own the later one holds. */
  @IsOptional()
  @Matches(/^[0-9a-f]{32}$/, { message: 'form.invalid' })
  senderId?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'form.invalid' })
  @Min(1, { message: 'form.invalid' })
  @Max(1_000_000_000, { message: 'form.invalid' })
  turn?: number;
}

export class SubmitQuizDto {
  @IsUUID(undefined, { message: 'form.invalid' })
  attemptId: string;
}
