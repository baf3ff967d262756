import { IsIn, IsString, MaxLength } from 'class-validator';

export class HandleReportForm {
  @IsIn(['answered', 'done'], { message: 'form.invalid' })
  state: 'answered' | 'done';

  @IsString({ message: 'content-report.answer-missing' })
  @MaxLength(2500, { message: 'content-report.answer-too-long' })
  answer: string;
}
