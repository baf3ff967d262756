import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** People write 3.120 and 97,5. What is no number stays what it was, for the check to refuse. */
const whole = (text: unknown) => (typeof text === 'string' ? numberOf(text.replace(/[.\s]/g, '')) : text);
const decimal = (text: unknown) =>
  typeof text === 'string' ? numberOf(text.trim().replace(/\s*%$/, '').replace(',', '.')) : text;
const numberOf = (text: string) => (text === '' ? undefined : Number(text));
const emptyAsNone = (text: unknown) => (text === '' ? undefined : text);

export class TargetFormDto {
  @IsUUID(undefined, { message: 'form.invalid' })
  clientKey: string;

  @IsUUID(undefined, { message: 'unit.unknown' })
  unitId: string;

  @IsString({ message: 'target.line-unknown' })
  @MaxLength(50, { message: 'target.line-unknown' })
  line: string;

  @IsIn(['roster', 'declared'], { message: 'target.denominator-unknown' })
  denominator: 'roster' | 'declared';

  @Transform(({ value }) => whole(value))
  @IsOptional()
  @IsInt({ message: 'target.number-invalid' })
  declaredNumber?: number;

  @IsString({ message: 'target.definition-required' })
  @MaxLength(500, { message: 'target.text-long' })
  definition: string;

  @IsString({ message: 'target.source-required' })
  @MaxLength(500, { message: 'target.text-long' })
  sourceDocument: string;

  @Transform(({ value }) => emptyAsNone(value))
  @IsOptional()
  @Matches(DAY, { message: 'day.invalid' })
  sourceDate?: string;

  @Transform(({ value }) => decimal(value))
  @IsNumber({}, { message: 'target.goal-invalid' })
  goalPercent: number;

  @Matches(DAY, { message: 'day.invalid' })
  dueOn: string;
}
